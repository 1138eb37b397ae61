-- dialect: trino
-- schema: m(xs, x, factor, e)
-- wrong elsewhere: lambda parameters hide columns named x and e
SELECT transform(xs, x -> x * factor) AS ys, reduce(xs, 0, (acc, e) -> acc + e, acc -> acc) AS total FROM m
