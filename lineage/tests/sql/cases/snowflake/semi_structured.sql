-- schema: EVENTS(ID, PAYLOAD, TAGS)
CREATE OR REPLACE TABLE flat COPY GRANTS AS
SELECT e.id, e.payload:user.name::string AS user_name, payload['a']['b'] AS ab, f.value:sku::varchar AS sku, f.index AS place
FROM events e, LATERAL FLATTEN(input => e.tags, outer => true) f
WHERE e.payload:kind = 'order';

SELECT t.value AS part FROM events, TABLE(SPLIT_TO_TABLE(events.payload, ',')) t;

SELECT OBJECT_CONSTRUCT('k', id, 'v', tags) AS o, o:k AS k, IFF(id > 1, payload, tags) AS choice, seq1.nextval AS n FROM events;
