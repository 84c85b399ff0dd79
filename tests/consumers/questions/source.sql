SELECT t.metric, t.as_written, substr(x.text, t.start + 1, t."end" - t.start) AS cut_from_the_text
FROM targets AS t
JOIN texts AS x ON x.doc_id = t.doc_id
WHERE t.place = '枣阳市'
ORDER BY t.doc_id, t.start
LIMIT 4
