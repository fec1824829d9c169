#include "tests/support/postgres_server.hpp"

#include "tests/support/wait.hpp"

#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <pwd.h>
#include <stdexcept>
#include <unistd.h>

namespace dalian::test {
namespace {

/// The server refuses to run as root: then as the user of Debian's package.
std::vector<std::string> as_server_user(std::vector<std::string> arguments) {
  if (::geteuid() != 0) return arguments;
  std::vector<std::string> all{"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

void kill_with_children(pid_t process) {
  std::ifstream children(fmt::format("/proc/{0}/task/{0}/children", process));
  std::vector<pid_t> all{process};
  for (pid_t child = 0; children >> child;)
    all.push_back(child);
  for (pid_t const one : all)
    ::kill(one, SIGKILL);
}

} // namespace

std::string postgres_programs() {
  std::string const folder = "/usr/lib/postgresql/15/bin";
  if (!std::filesystem::exists(folder + "/initdb")) throw std::runtime_error("apt install postgresql-15");
  return folder;
}

PostgresServer::PostgresServer(Options options) : options_(std::move(options)) {
  make_folder();
  run({postgres_programs() + "/initdb", "--no-sync", "-A", "trust", "-U", "twin", "--encoding=UTF8", "--locale=C", "-D",
       socket_folder() + "/data"});
  start();
}

PostgresServer::PostgresServer(PostgresServer const& primary, Options options) : options_(std::move(options)) {
  make_folder();
  run({postgres_programs() + "/pg_basebackup", "--no-sync", "-c", "fast", "-R", "-D", socket_folder() + "/data", "-d",
       primary.url()});
  start();
}

PostgresServer::~PostgresServer() {
  if (server_) kill();
}

void PostgresServer::make_folder() {
  if (::geteuid() != 0) return;
  passwd const* const user = ::getpwnam("postgres");
  if (user == nullptr || ::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0)
    throw std::runtime_error("the user postgres is needed to run a server as root");
}

void PostgresServer::run(std::vector<std::string> const& arguments) const {
  auto const done = test::run(as_server_user(arguments), std::chrono::seconds(120));
  if (done.status != 0) throw std::runtime_error(fmt::format("{}: {}{}", arguments.front(), done.out, done.err));
}

void PostgresServer::start() {
  std::vector<std::string> all{postgres_programs() + "/postgres",
                               "-D",
                               socket_folder() + "/data",
                               "-k",
                               socket_folder(),
                               "-c",
                               "listen_addresses="};
  std::vector<std::string> settings = options_.settings;
  settings.insert(settings.begin(), {"max_connections=30", "shared_buffers=16MB", "wal_level=replica"});
  if (!options_.safe) settings.insert(settings.begin(), {"fsync=off", "full_page_writes=off"});
  for (auto const& setting : settings)
    all.insert(all.end(), {"-c", setting});
  server_ = std::make_unique<Process>(as_server_user(all));
  bool const ready = wait_until([&] {
    return !server_->running() ||
           test::run({postgres_programs() + "/pg_isready", "-q", "-h", socket_folder()}).status == 0;
  });
  if (!ready || !server_->running()) throw std::runtime_error("postgres: " + server_->err());
}

void PostgresServer::kill() {
  kill_with_children(server_->pid());
  server_->wait(std::chrono::seconds(60));
  server_.reset();
}

void PostgresServer::promote() {
  if (ask("SELECT pg_promote(true, 60)") != "t") throw std::runtime_error("the stand-by could not be promoted");
}

std::string PostgresServer::ask(std::string const& sql, std::string const& database) const {
  auto const done = test::run({postgres_programs() + "/psql", "-X", "-q", "-A", "-t", "-c", sql, url(database)});
  if (done.status != 0) throw std::runtime_error(sql + ": " + done.err);
  return done.out.substr(0, done.out.find('\n'));
}

std::string PostgresServer::url(std::string const& database) const {
  return fmt::format("postgresql://twin@/{}?host={}", database, socket_folder());
}

std::string PostgresServer::new_database(std::string const& name) const {
  ask("CREATE DATABASE " + name);
  return url(name);
}

std::string url_of(PostgresServer const& a, PostgresServer const& b) {
  return fmt::format("postgresql://twin@/postgres?host={},{}&port=5432,5432", a.socket_folder(), b.socket_folder());
}

} // namespace dalian::test
