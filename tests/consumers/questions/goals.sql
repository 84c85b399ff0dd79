SELECT
  metric_id,
  metric_label_zh,
  count(DISTINCT place_id) AS places,
  min(value) AS lowest,
  max(value) AS highest,
  unit
FROM targets
WHERE metric_id IS NOT NULL
GROUP BY metric_id, metric_label_zh, unit
HAVING count(DISTINCT place_id) >= 3
ORDER BY places DESC, metric_id, unit
