-- One service's database with its two roles: <service>_owner changes the schema (migrations),
-- <service> works in it. Runs any number of times, as superuser, in any database:
--   SERVICE_PASSWORD=… SERVICE_OWNER_PASSWORD=… psql -v service=review -f service.sql
\set ON_ERROR_STOP on
\getenv password SERVICE_PASSWORD
\getenv owner_password SERVICE_OWNER_PASSWORD
\set owner :service _owner

SELECT format('CREATE ROLE %I', role)
  FROM unnest(ARRAY[:'service', :'owner']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role)
\gexec

ALTER ROLE :"owner" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 20
  PASSWORD :'owner_password';
ALTER ROLE :"service" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 100
  PASSWORD :'password';

SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING ''UTF8''',
              :'service', :'owner')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'service')
\gexec

REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"service" TO :"service";

\connect :service
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO :"owner";
GRANT USAGE ON SCHEMA public TO :"service";
-- What the role may do with each table is granted by every migration (chassis.schema).
