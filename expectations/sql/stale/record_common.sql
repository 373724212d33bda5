-- The same of the shingles that were counted for the reports just checked (engine/shingles.sql).
INSERT INTO ops.common_prose BY NAME
SELECT c.shingle, c.organs
FROM ck_piece AS c
ANTI JOIN ops.common_prose AS k ON k.shingle = c.shingle
WHERE c.organs > $common_organs
