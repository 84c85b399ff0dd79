SELECT
  count(*) AS targets,
  count(CASE WHEN comparator <> 'eq' THEN 1 END) AS not_one_value,
  count(CASE WHEN modality IN ('aim', 'expect', 'stretch') THEN 1 END) AS hedged_in_words,
  count(CASE WHEN comparator <> 'eq' OR modality IN ('aim', 'expect', 'stretch') THEN 1 END) AS either
FROM targets
