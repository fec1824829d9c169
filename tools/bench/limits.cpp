#include "tools/bench/limits.hpp"

#include <chrono>
#include <sqlite3.h>
#include <thread>
#include <zmq.hpp>

namespace dalian::bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double zeromq_messages_per_s(std::string const& frame) {
  constexpr int kMessages = 100'000;
  zmq::context_t context(2);
  zmq::socket_t pull(context, zmq::socket_type::pull);
  pull.bind("tcp://127.0.0.1:*");
  std::thread sender([&, endpoint = pull.get(zmq::sockopt::last_endpoint)] {
    zmq::socket_t push(context, zmq::socket_type::push);
    push.connect(endpoint);
    for (int i = 0; i < kMessages; ++i)
      push.send(zmq::buffer(frame), zmq::send_flags::none);
  });
  zmq::message_t message;
  (void)pull.recv(message);
  auto const begin = Clock::now();
  for (int i = 1; i < kMessages; ++i)
    (void)pull.recv(message);
  auto const elapsed = seconds_since(begin);
  sender.join();
  return kMessages / elapsed;
}

double sqlite_observations_per_s(std::string const& frame, std::filesystem::path const& folder) {
  constexpr int kRows = 20'000;
  auto const rows_per_commit = static_cast<int>(10'000'000 / frame.size());
  std::filesystem::create_directories(folder);
  auto const file = folder / "limit.sqlite";
  sqlite3* db = nullptr;
  sqlite3_open(file.c_str(), &db);
  auto const run = [&](char const* sql) { sqlite3_exec(db, sql, nullptr, nullptr, nullptr); };
  run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE chunk(seq INTEGER PRIMARY KEY, blob BLOB)");
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(db, "INSERT INTO chunk(blob) VALUES(?)", -1, &insert, nullptr);
  auto const begin = Clock::now();
  run("BEGIN");
  for (int i = 1; i <= kRows; ++i) {
    sqlite3_bind_blob64(insert, 1, frame.data(), frame.size(), SQLITE_STATIC);
    sqlite3_step(insert);
    sqlite3_reset(insert);
    if (i % rows_per_commit == 0) run("COMMIT; BEGIN");
  }
  run("COMMIT");
  auto const elapsed = seconds_since(begin);
  sqlite3_finalize(insert);
  sqlite3_close(db);
  return 100.0 * kRows / elapsed;
}

} // namespace

Limits measure_limits(std::string const& frame, std::filesystem::path const& folder) {
  return {frame.size(), zeromq_messages_per_s(frame), sqlite_observations_per_s(frame, folder)};
}

} // namespace dalian::bench
