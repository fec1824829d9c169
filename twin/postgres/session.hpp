#pragma once
// One conversation with a PostgreSQL server through libpq: statements with values, rows as values. Knows no tables. One
// thread at a time.
#include "twin/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;
struct pg_result;

namespace dalian::postgres {

/// Numbers and texts for $1, $2, …; what is given by view must live until the statement is sent.
class Values {
 public:
  Values& number(std::int64_t value);
  Values& text(std::string value);
  Values& bytes(std::string_view value); // bytea

 private:
  friend class Session;
  struct Value {
    std::string own;
    std::string_view view;
    bool binary = false;
  };
  std::vector<Value> values_;
};

/// All columns in binary form.
class Rows {
 public:
  explicit Rows(pg_result* result);
  int count() const;
  /// Of an int2, int4 or int8; 0 when it is null.
  std::int64_t number(int row, int column) const;
  /// Of a text or bytea, as long as the rows live.
  std::string_view bytes(int row, int column) const;
  bool is_null(int row, int column) const;
  /// Rows that an INSERT or UPDATE changed.
  std::int64_t changed() const;

 private:
  struct Clear {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Clear> result_;
};

enum class Role : std::uint8_t {
  writer, // the primary alone
  reader, // any; a stand-by rather than the primary when the address names several servers
};

class Session {
 public:
  /// `url`: "postgresql://…"; several hosts are tried in turn. Gives up on a host after a few seconds.
  static Result<Session> open(std::string const& url, Role role);

  Result<Rows> run(char const* sql, Values const& values = {});
  /// So that run_all can send it again and again.
  Status prepare(char const* name, char const* sql);

  struct Step {
    char const* prepared;
    Values values;
  };
  /// All in one transaction and one round trip, or none. What each changed. Fails also when the server took it but
  /// could not wait for its stand-by.
  Result<std::vector<std::int64_t>> run_all(std::vector<Step> const& steps);

  /// SQLSTATE of the last error; "" when the server did not say one.
  std::string const& state() const { return state_; }

 private:
  struct Finish {
    void operator()(pg_conn* connection) const;
  };
  explicit Session(pg_conn* connection);
  Error error(std::string_view doing, pg_result const* result = nullptr);
  Status send(Step const& step);
  Result<std::vector<std::int64_t>> take_results(std::size_t steps);

  std::unique_ptr<pg_conn, Finish> connection_;
  std::unique_ptr<bool> warned_; // a notice came with the last commit: where the connection's callback finds it
  std::string state_;
};

/// True for "postgresql://…" and "postgres://…".
bool is_url(std::string_view history);

/// "postgresql://host/database" for logs and people: never the password.
std::string shown(std::string const& url);

} // namespace dalian::postgres
