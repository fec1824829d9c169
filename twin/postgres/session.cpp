#include "twin/postgres/session.hpp"

#include <array>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <optional>

namespace dalian::postgres {
namespace {

using ResultPointer = std::unique_ptr<PGresult, decltype(&PQclear)>;

struct Parameters {
  std::vector<char const*> data;
  std::vector<int> lengths, formats;
};

/// libpq ends its sentences with a newline and sometimes says several.
std::string one_line(char const* message) {
  std::string line = message == nullptr ? "" : message;
  while (!line.empty() && line.back() == '\n')
    line.pop_back();
  for (char& c : line)
    c = c == '\n' ? ' ' : c;
  return line;
}

bool good(PGresult const* result) {
  auto const status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

void note_warning(void* warned, PGresult const* notice) {
  char const* const severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity != nullptr && std::strcmp(severity, "WARNING") == 0) *static_cast<bool*>(warned) = true;
}

} // namespace

Values& Values::number(std::int64_t value) {
  values_.push_back({std::to_string(value), {}, false});
  return *this;
}
Values& Values::text(std::string value) {
  values_.push_back({std::move(value), {}, false});
  return *this;
}
Values& Values::bytes(std::string_view value) {
  values_.push_back({{}, value, true});
  return *this;
}

Rows::Rows(pg_result* result) : result_(result) {}
void Rows::Clear::operator()(pg_result* result) const {
  PQclear(result);
}
int Rows::count() const {
  return PQntuples(result_.get());
}
bool Rows::is_null(int row, int column) const {
  return PQgetisnull(result_.get(), row, column) != 0;
}
std::string_view Rows::bytes(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}
std::int64_t Rows::number(int row, int column) const {
  auto const big_endian = bytes(row, column);
  std::uint64_t value = !big_endian.empty() && static_cast<signed char>(big_endian[0]) < 0 ? ~std::uint64_t{0} : 0;
  for (char const c : big_endian)
    value = value << 8 | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(value);
}
std::int64_t Rows::changed() const {
  return std::atoll(PQcmdTuples(result_.get()));
}

void Session::Finish::operator()(pg_conn* connection) const {
  PQfinish(connection);
}

Session::Session(pg_conn* connection) : connection_(connection), warned_(std::make_unique<bool>(false)) {
  PQsetNoticeReceiver(connection_.get(), note_warning, warned_.get());
}

Result<Session> Session::open(std::string const& url, Role role) {
  // What stands before dbname may be said otherwise in the address; what stands behind it may not.
  std::array const names{
      "connect_timeout", "tcp_user_timeout", "keepalives_idle",      "application_name",
      "dbname",          "options",          "target_session_attrs", static_cast<char const*>(nullptr)};
  // Nobody gets faster commits by weaker promises: a commit that is told is on the disk, and on that of the stand-by.
  std::array const values{"3",
                          "10000",
                          "5",
                          "dalian-twin",
                          url.c_str(),
                          "-c synchronous_commit=on -c client_min_messages=warning",
                          role == Role::writer ? "read-write" : "prefer-standby",
                          static_cast<char const*>(nullptr)};
  Session session(PQconnectdbParams(names.data(), values.data(), 1));
  if (PQstatus(session.connection_.get()) != CONNECTION_OK) return session.error(fmt::format("reach {}", shown(url)));
  return session;
}

Error Session::error(std::string_view doing, pg_result const* result) {
  char const* const state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  state_ = state == nullptr ? "" : state;
  auto const why = one_line(result == nullptr ? PQerrorMessage(connection_.get()) : PQresultErrorMessage(result));
  return Error{fmt::format("PostgreSQL: cannot {}: {}", doing, why.empty() ? "the connection was lost" : why)};
}

Result<Rows> Session::run(char const* sql, Values const& values) {
  Parameters p;
  for (auto const& v : values.values_) {
    p.data.push_back(v.binary ? v.view.data() : v.own.c_str());
    p.lengths.push_back(static_cast<int>(v.view.size()));
    p.formats.push_back(v.binary ? 1 : 0);
  }
  auto* const result = PQexecParams(connection_.get(), sql, static_cast<int>(p.data.size()), nullptr, p.data.data(),
                                    p.lengths.data(), p.formats.data(), 1);
  if (good(result)) return Rows(result);
  auto const failed = error(fmt::format("run \"{:.60}\"", sql), result);
  PQclear(result);
  return failed;
}

Status Session::prepare(char const* name, char const* sql) {
  ResultPointer const done(PQprepare(connection_.get(), name, sql, 0, nullptr), PQclear);
  return good(done.get()) ? Status{} : error(fmt::format("prepare {}", name), done.get());
}

Status Session::send(Step const& step) {
  Parameters p;
  for (auto const& v : step.values.values_) {
    p.data.push_back(v.binary ? v.view.data() : v.own.c_str());
    p.lengths.push_back(static_cast<int>(v.view.size()));
    p.formats.push_back(v.binary ? 1 : 0);
  }
  bool const sent = PQsendQueryPrepared(connection_.get(), step.prepared, static_cast<int>(p.data.size()),
                                        p.data.data(), p.lengths.data(), p.formats.data(), 1) == 1;
  return sent ? Status{} : error("send");
}

/// The results of BEGIN, of every step and of COMMIT, up to the end of the pipeline; the first error is the one told.
Result<std::vector<std::int64_t>> Session::take_results(std::size_t steps) {
  std::vector<std::int64_t> changed;
  std::optional<Error> failed;
  for (;;) {
    ResultPointer const result(PQgetResult(connection_.get()), PQclear);
    if (!result) {
      if (PQstatus(connection_.get()) != CONNECTION_OK) return error("commit");
      continue; // between two statements
    }
    auto const status = PQresultStatus(result.get());
    if (status == PGRES_PIPELINE_SYNC) break;
    if (good(result.get()))
      changed.push_back(std::atoll(PQcmdTuples(result.get())));
    else if (!failed && status != PGRES_PIPELINE_ABORTED)
      failed = error("commit", result.get());
  }
  PQexitPipelineMode(connection_.get());
  if (failed) return *failed;
  if (changed.size() != steps + 2) return Error{"PostgreSQL: cannot commit: an answer is missing"};
  if (*warned_)
    return Error{"PostgreSQL: cannot commit: the server did not wait for its stand-by, which may not have it"};
  return std::vector<std::int64_t>(changed.begin() + 1, changed.end() - 1);
}

Result<std::vector<std::int64_t>> Session::run_all(std::vector<Step> const& steps) {
  *warned_ = false;
  auto* const c = connection_.get();
  if (PQenterPipelineMode(c) != 1) return error("commit");
  bool const begun = PQsendQueryParams(c, "BEGIN", 0, nullptr, nullptr, nullptr, nullptr, 1) == 1;
  Status sent = begun ? Status{} : error("commit");
  for (auto step = steps.begin(); sent && step != steps.end(); ++step)
    sent = send(*step);
  if (!sent) return Error{sent.error()};
  if (PQsendQueryParams(c, "COMMIT", 0, nullptr, nullptr, nullptr, nullptr, 1) != 1 || PQpipelineSync(c) != 1)
    return error("commit");
  auto changed = take_results(steps.size());
  if (!changed && PQstatus(c) == CONNECTION_OK && PQtransactionStatus(c) != PQTRANS_IDLE)
    PQclear(PQexec(c, "ROLLBACK")); // a transaction that failed in its midst is still open behind the sync
  return changed;
}

bool is_url(std::string_view history) {
  return history.starts_with("postgresql://") || history.starts_with("postgres://");
}

std::string shown(std::string const& url) {
  auto* const parsed = PQconninfoParse(url.c_str(), nullptr);
  std::string host = "localhost", database;
  for (auto const* option = parsed; option != nullptr && option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    if (std::strcmp(option->keyword, "host") == 0) host = option->val;
    if (std::strcmp(option->keyword, "dbname") == 0) database = option->val;
  }
  PQconninfoFree(parsed);
  return fmt::format("postgresql://{}/{}", host, database);
}

} // namespace dalian::postgres
