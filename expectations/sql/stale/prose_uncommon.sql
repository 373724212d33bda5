-- What so few organs may write that it is somebody's own again has to be counted again.
DELETE FROM ops.common_prose WHERE organs <= $common_organs
