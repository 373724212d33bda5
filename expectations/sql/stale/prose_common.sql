-- Shingles that came or went and that more organs write than may before it is nobody's own.
INSERT INTO ops.common_prose BY NAME
SELECT shingle, count(DISTINCT organ_id) AS organs
FROM ck_moved
WHERE stays
GROUP BY shingle
HAVING count(DISTINCT organ_id) > $common_organs
