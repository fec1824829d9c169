#pragma once
// Real PostgreSQL servers for tests, each in a folder of its own on a unix socket: started, killed, copied, promoted.
#include "tests/support/process.hpp"

#include <memory>
#include <string>
#include <vector>

namespace dalian::test {

/// The folder of PostgreSQL 15's programs. Throws when it is not installed.
std::string postgres_programs();

class PostgresServer {
 public:
  /// `safe`: as in real life it waits for the disk; else only what the system's memory holds survives a kill.
  struct Options {
    bool safe = false;
    std::vector<std::string> settings{}; // "synchronous_standby_names=*"
  };
  /// Made anew and started; ready when it returns. Throws when it cannot.
  explicit PostgresServer(Options options);
  /// A stand-by of `primary`, which streams from it.
  PostgresServer(PostgresServer const& primary, Options options);
  ~PostgresServer();
  PostgresServer(PostgresServer const&) = delete;
  PostgresServer& operator=(PostgresServer const&) = delete;

  /// "host=…" of an address; all servers listen at the same port number of their own folders.
  std::string socket_folder() const { return folder_.path().string(); }
  std::string url(std::string const& database = "postgres") const;
  /// An empty database of its own.
  std::string new_database(std::string const& name) const;

  void start();
  /// kill -9 of the server and all its processes.
  void kill();
  /// Becomes the primary; returns when it is.
  void promote();
  /// Runs one statement; throws when it fails. The first field of the first row.
  std::string ask(std::string const& sql, std::string const& database = "postgres") const;

 private:
  void run(std::vector<std::string> const& arguments) const;
  void make_folder();

  TempFolder folder_;
  Options const options_;
  std::unique_ptr<Process> server_;
};

/// An address that names both; who writes finds the primary among them.
std::string url_of(PostgresServer const& a, PostgresServer const& b);

} // namespace dalian::test
