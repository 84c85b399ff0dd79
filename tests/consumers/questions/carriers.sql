SELECT o.name AS organisation, o.function, count(DISTINCT r.task_id) AS tasks
FROM responsibilities AS r
JOIN organizations AS o ON o.org_id = r.org_id
GROUP BY o.org_id, o.name, o.function
ORDER BY tasks DESC, o.org_id
LIMIT 5
