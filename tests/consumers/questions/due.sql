SELECT t.due_on, d.as_written, t.place, t.title
FROM tasks AS t
JOIN deadlines AS d ON d.task_id = t.task_id AND d.latest = t.due_on
WHERE t.due_on BETWEEN '2023-01-01' AND '2023-06-30'
ORDER BY t.due_on, t.task_id, d.deadline_id
