-- The view `targets`: the rows of targets.parquet, out of the other tables. Columns stand in the declared order.
CREATE VIEW targets AS
WITH RECURSIVE above (place_id, kind, name, parent_place_id) AS (
  SELECT place_id, kind, name, parent_place_id FROM places
  UNION
  SELECT above.place_id, places.kind, places.name, places.parent_place_id
  FROM above JOIN places ON places.place_id = above.parent_place_id
  WHERE above.kind <> 'province'
),
provinces AS (SELECT place_id, name FROM above WHERE kind = 'province'),
ranked AS (
  SELECT
    task_id, org_id, org_name, role,
    row_number() OVER (
      PARTITION BY task_id
      ORDER BY CASE role WHEN 'lead' THEN 0 WHEN 'responsible' THEN 1 ELSE 2 END, seq, rowid
    ) AS place_in_task
  FROM responsibilities
),
leads AS (
  SELECT ranked.task_id, ranked.org_id, ranked.org_name, organizations.function
  FROM ranked JOIN organizations ON organizations.org_id = ranked.org_id
  WHERE ranked.place_in_task = 1 AND ranked.role <> 'cooperate'
),
carriers AS (
  SELECT task_id, count(DISTINCT org_id) AS n_orgs FROM responsibilities GROUP BY task_id
),
bounds AS (
  SELECT qualifies_indicator_id AS indicator_id, group_concat(as_written, '；') AS thresholds
  FROM (
    SELECT qualifies_indicator_id, as_written FROM indicators
    WHERE qualifies_indicator_id IS NOT NULL
    ORDER BY qualifies_indicator_id, rowid
  )
  GROUP BY qualifies_indicator_id
)
SELECT
  i.indicator_id,
  i.doc_id,
  d.collection,
  d.title AS document_title,
  d.doc_type,
  d.status,
  d.issuer,
  d.plan_start,
  d.plan_end,
  CASE WHEN substr(d.plan_start, 1, 4) = substr(d.plan_end, 1, 4)
    THEN CAST(substr(d.plan_start, 1, 4) AS INTEGER) END AS plan_year,
  i.place_id,
  coalesce(p.name, i.place) AS place,
  p.name_en AS place_en,
  p.kind AS place_kind,
  p.gbt2260 AS place_gbt2260,
  parent.name AS parent_place,
  provinces.name AS province,
  i.metric,
  i.metric_id,
  m.label_zh AS metric_label_zh,
  m.label_en AS metric_label_en,
  m.domain,
  i.measure,
  i.comparator,
  comparators.label_zh AS comparator_label_zh,
  comparators.label_en AS comparator_label_en,
  i.modality,
  modalities.label_zh AS modality_label_zh,
  modalities.label_en AS modality_label_en,
  i.modality IN ('aim', 'expect', 'stretch') AS hedged,
  i.value_low,
  i.value_high,
  coalesce(i.value_low, i.value_high) AS value,
  i.unit,
  u.label_zh AS unit_label_zh,
  u.label_en AS unit_label_en,
  i.si_low,
  i.si_high,
  i.si_unit,
  i.number_as_written,
  i.unit_as_written,
  bounds.thresholds,
  i.period,
  i.period_start,
  i.period_end,
  i.task_id,
  t.title AS task_title,
  s.heading AS section_heading,
  leads.org_name AS lead_org,
  leads.org_id AS lead_org_id,
  leads.function AS lead_org_function,
  coalesce(carriers.n_orgs, 0) AS n_orgs,
  t.deadline_type,
  t.due_on,
  i.quote,
  i.as_written,
  i.start,
  i."end",
  d.source_url,
  d.source_kind,
  i.rule_id,
  i.confidence
FROM indicators AS i
LEFT JOIN documents AS d ON d.doc_id = i.doc_id
LEFT JOIN places AS p ON p.place_id = i.place_id
LEFT JOIN places AS parent ON parent.place_id = p.parent_place_id
LEFT JOIN provinces ON provinces.place_id = i.place_id
LEFT JOIN metrics AS m ON m.metric_id = i.metric_id
LEFT JOIN units AS u ON u.unit = i.unit
LEFT JOIN codes AS comparators ON comparators.vocabulary = 'comparator' AND comparators.code = i.comparator
LEFT JOIN codes AS modalities ON modalities.vocabulary = 'modality' AND modalities.code = i.modality
LEFT JOIN tasks AS t ON t.task_id = i.task_id
LEFT JOIN sections AS s ON s.section_id = i.section_id
LEFT JOIN leads ON leads.task_id = i.task_id
LEFT JOIN carriers ON carriers.task_id = i.task_id
LEFT JOIN bounds ON bounds.indicator_id = i.indicator_id
WHERE i.role = 'target'
ORDER BY i.rowid;
