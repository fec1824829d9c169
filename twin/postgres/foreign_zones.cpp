#include "twin/postgres/foreign_zones.hpp"

#include "twin/postgres/session.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <map>
#include <memory>
#include <set>
#include <string_view>

namespace dalian::postgres {
namespace {

constexpr std::size_t kLongestName = 40; // PostgreSQL cuts names at 63 bytes, without a word

// What an earlier run made, and nothing else: servers without our table are not ours. What others have built on it
// holds it, and the whole is refused then.
constexpr char kDropOld[] = R"(DO $$
DECLARE old text;
BEGIN
  FOR old IN SELECT substr(s.srvname, 6) FROM pg_foreign_server s
    JOIN pg_foreign_table f ON f.ftserver = s.oid JOIN pg_class c ON c.oid = f.ftrelid
    WHERE s.srvname = 'zone_' || substr(s.srvname, 6) AND c.relname = substr(s.srvname, 6) || '_chunk'
    AND c.relnamespace = 'zones'::regnamespace
  LOOP
    EXECUTE format('DROP FOREIGN TABLE zones.%I', old || '_chunk');
    EXECUTE format('DROP USER MAPPING IF EXISTS FOR CURRENT_USER SERVER %I', 'zone_' || old);
    EXECUTE format('DROP SERVER %I', 'zone_' || old);
  END LOOP;
END $$)";

// IMMUTABLE although the server calls extract() stable: the epoch of an instant hangs on no setting. So a condition on
// t0 and t1 is a number before it goes to the zones, and these look for it in their indexes.
constexpr char kNanoseconds[] =
    "CREATE OR REPLACE FUNCTION zones.ns(timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
    " AS 'SELECT (extract(epoch FROM $1) * 1000000000)::bigint'";

constexpr char kColumns[] = "(seq bigint NOT NULL, day int NOT NULL, t0 bigint NOT NULL, t1 bigint NOT NULL,"
                            " kind smallint NOT NULL, source text NOT NULL, epoch bigint NOT NULL,"
                            " first_seq bigint NOT NULL, n bigint NOT NULL, crc bigint NOT NULL, blob bytea NOT NULL)";

// Each zone adds up its own, and answers with a line an hour or day instead of its chunks.
constexpr char kByHour[] = "SELECT '{0}'::text AS zone, t0 / 3600000000000 AS h, source, count(*) AS chunks,"
                           " sum(n)::bigint AS observations, sum(octet_length(blob))::bigint AS bytes"
                           " FROM zones.{0}_chunk GROUP BY 2, 3";
constexpr char kByDay[] = "SELECT '{0}'::text AS zone, day AS d, min(t0) AS t0, max(t1) AS t1, count(*) AS chunks,"
                          " sum(n)::bigint AS observations, sum(octet_length(blob))::bigint AS bytes,"
                          " max(seq) - min(seq) + 1 - count(*) AS missing FROM zones.{0}_chunk GROUP BY 2";

bool is_name(std::string_view name) {
  auto const letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return !name.empty() && name.size() <= kLongestName && letter(name[0]) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

/// 'it''s', as the standard writes it; E'…' where a backslash stands, whatever the server's settings.
std::string literal(std::string_view text) {
  std::string out = text.find('\\') == std::string_view::npos ? "'" : " E'";
  for (char const c : text) {
    if (c == '\'' || c == '\\') out += c;
    out += c;
  }
  return out + "'";
}

/// What an address says, by libpq's words.
Result<std::map<std::string, std::string>> parts_of(Zone const& zone) {
  char* why = nullptr;
  std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> const parsed(PQconninfoParse(zone.url.c_str(), &why),
                                                                            PQconninfoFree);
  std::unique_ptr<char, decltype(&PQfreemem)> const freed(why, PQfreemem);
  // The reason would repeat the address, with a password that may be in it.
  if (!parsed || !is_url(zone.url)) return Error{fmt::format("zone {}: its address is no postgresql://…", zone.name)};
  std::map<std::string, std::string> parts;
  for (auto const* option = parsed.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr) parts[option->keyword] = option->val;
  return parts;
}

std::string options_of(std::vector<std::pair<std::string, std::string>> const& options) {
  std::vector<std::string> said;
  for (auto const& [name, value] : options)
    said.push_back(fmt::format("{} {}", name, literal(value)));
  return fmt::format("OPTIONS ({})", fmt::join(said, ", "));
}

/// Server, user and table of one zone.
Status add_zone(Zone const& zone, bool show_passwords, std::vector<std::string>& out) {
  auto parts = parts_of(zone);
  if (!parts) return Error{parts.error()};
  std::vector<std::pair<std::string, std::string>> server, user;
  for (auto const& [name, value] : *parts)
    if (name != "user" && name != "password" && name != "target_session_attrs") server.emplace_back(name, value);
  for (auto const& [name, value] : std::map<std::string, std::string>{{"connect_timeout", "5"},
                                                                      {"target_session_attrs", "prefer-standby"},
                                                                      {"async_capable", "true"},
                                                                      {"updatable", "false"},
                                                                      {"fetch_size", "1000"}})
    if (!parts->contains(name) || name == "target_session_attrs") server.emplace_back(name, value);
  if (parts->contains("user")) user.emplace_back("user", (*parts)["user"]);
  if (parts->contains("password")) user.emplace_back("password", show_passwords ? (*parts)["password"] : "…");
  out.push_back(
      fmt::format("CREATE SERVER zone_{} FOREIGN DATA WRAPPER postgres_fdw {}", zone.name, options_of(server)));
  out.push_back(fmt::format("CREATE USER MAPPING FOR CURRENT_USER SERVER zone_{}{}", zone.name,
                            user.empty() ? "" : " " + options_of(user)));
  out.push_back(fmt::format("CREATE FOREIGN TABLE zones.{0}_chunk {1} SERVER zone_{0}"
                            " OPTIONS (schema_name 'public', table_name 'chunk')",
                            zone.name, kColumns));
  return {};
}

std::string of_all(std::vector<Zone> const& zones, std::string const& pattern) {
  std::vector<std::string> each;
  for (auto const& zone : zones)
    each.push_back(fmt::format(fmt::runtime(pattern), zone.name));
  return fmt::format("{}", fmt::join(each, " UNION ALL "));
}

ZoneSeen look_at(Session& session, std::string const& name) {
  ZoneSeen seen;
  seen.name = name;
  auto const rows = session.run(
      fmt::format("SELECT count(*), coalesce(sum(n), 0)::bigint, min(t0), max(t1) FROM zones.{}_chunk", name).c_str());
  if (!rows) {
    seen.trouble = rows.error();
    return seen;
  }
  seen.chunks = rows->number(0, 0);
  seen.observations = rows->number(0, 1);
  seen.first = from_unix_ns(rows->number(0, 2));
  seen.last = from_unix_ns(rows->number(0, 3));
  return seen;
}

} // namespace

Result<std::vector<std::string>> join_statements(std::vector<Zone> const& zones, bool show_passwords) {
  if (zones.empty()) return Error{"no zone to join"};
  std::vector<std::string> out{"CREATE EXTENSION IF NOT EXISTS postgres_fdw", "CREATE SCHEMA IF NOT EXISTS zones",
                               "DROP VIEW IF EXISTS zones.by_day, zones.by_hour, zones.chunk", kDropOld, kNanoseconds};
  std::set<std::string> names;
  for (auto const& zone : zones) {
    if (!is_name(zone.name))
      return Error{fmt::format("zone '{}': a name is a small letter, then at most {} small letters, digits and _",
                               zone.name, kLongestName - 1)};
    if (!names.insert(zone.name).second) return Error{fmt::format("zone {} is named twice", zone.name)};
    if (auto const added = add_zone(zone, show_passwords, out); !added) return Error{added.error()};
  }
  out.push_back("CREATE VIEW zones.chunk AS " + of_all(zones, "SELECT '{0}'::text AS zone, * FROM zones.{0}_chunk"));
  out.push_back("CREATE VIEW zones.by_hour AS SELECT zone, to_timestamp(h * 3600) AS hour, source, chunks,"
                " observations, bytes FROM (" +
                of_all(zones, kByHour) + ") AS each_zone");
  out.push_back("CREATE VIEW zones.by_day AS SELECT zone, date '1970-01-01' + d AS day, to_timestamp(t0 / 1e9) AS"
                " first, to_timestamp(t1 / 1e9) AS last, chunks, observations, bytes, missing FROM (" +
                of_all(zones, kByDay) + ") AS each_zone");
  return out;
}

Result<std::vector<ZoneSeen>> join_zones(std::string const& into, std::vector<Zone> const& zones) {
  auto const statements = join_statements(zones, true);
  if (!statements) return Error{statements.error()};
  auto session = Session::open(into, Role::writer);
  if (!session) return Error{session.error()};
  if (auto const begun = session->run("BEGIN"); !begun) return Error{begun.error()};
  for (auto const& sql : *statements)
    if (auto const done = session->run(sql.c_str()); !done) return Error{done.error()}; // its end rolls all of it back
  if (auto const ended = session->run("COMMIT"); !ended) return Error{ended.error()};
  std::vector<ZoneSeen> seen;
  for (auto const& zone : zones)
    seen.push_back(look_at(*session, zone.name));
  return seen;
}

} // namespace dalian::postgres
