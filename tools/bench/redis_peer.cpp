#include "tools/bench/redis_peer.hpp"

#include <chrono>
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <hiredis/hiredis.h>
#include <memory>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace dalian::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Free {
  void operator()(redisContext* context) const { redisFree(context); }
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Connection = std::unique_ptr<redisContext, Free>;
using Reply = std::unique_ptr<redisReply, Free>;

/// redis-server as a child, killed with the object.
class Server {
 public:
  Server(std::filesystem::path const& folder, int port) : pid_(::fork()) {
    if (pid_ != 0) return;
    auto const port_text = std::to_string(port);
    // One binary under two names; this one comes without a service that would start at boot.
    ::execlp("redis-check-rdb", "redis-server", "--port", port_text.c_str(), "--bind", "127.0.0.1", "--dir",
             folder.c_str(), "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--loglevel", "warning",
             "--logfile", "redis.log", static_cast<char*>(nullptr));
    ::_exit(127);
  }
  ~Server() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Server(Server const&) = delete;
  Server& operator=(Server const&) = delete;

 private:
  pid_t pid_;
};

Connection connect(int port) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    Connection connection(redisConnect("127.0.0.1", port));
    if (connection && connection->err == 0) return connection;
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
  }
  return nullptr;
}

double server_cpu_s(redisContext* redis) {
  Reply const reply(static_cast<redisReply*>(redisCommand(redis, "INFO cpu")));
  if (!reply || reply->type != REDIS_REPLY_STRING) return 0;
  double sum = 0;
  for (char const* key : {"used_cpu_sys:", "used_cpu_user:"})
    if (char const* const at = std::strstr(reply->str, key)) sum += std::strtod(at + std::strlen(key), nullptr);
  return sum;
}

/// One pipeline: `n` observations of 78 bytes, as bench_ingest sends them.
bool send(redisContext* redis, std::uint64_t first, std::uint64_t n, std::uint64_t entities) {
  static std::string const bytes(78, 'x');
  for (std::uint64_t k = first; k < first + n; ++k) {
    auto const id = fmt::format("mmsi:{:09}", 412'000'000 + k % entities);
    auto const lon = fmt::format("{:.6f}", 121.9 + 1e-6 * static_cast<double>(k % 100'000));
    redisAppendCommand(redis, "XADD log * o %b", bytes.data(), bytes.size());
    redisAppendCommand(redis, "GEOADD where %s 38.9 %s", lon.c_str(), id.c_str());
  }
  for (std::uint64_t i = 0; i < 2 * n; ++i) {
    void* raw = nullptr;
    if (redisGetReply(redis, &raw) != REDIS_OK) return false;
    if (Reply const reply(static_cast<redisReply*>(raw)); reply->type == REDIS_REPLY_ERROR) return false;
  }
  return true;
}

} // namespace

Result<RedisFigures> measure_redis(std::uint64_t observations, std::uint64_t entities,
                                   std::filesystem::path const& folder) {
  std::filesystem::create_directories(folder);
  int const port = 20'000 + static_cast<int>(::getpid() % 20'000);
  Server const server(folder, port);
  auto const redis = connect(port);
  if (!redis) return Error{"no Redis answers: install redis-tools to measure beside it"};
  double const cpu = server_cpu_s(redis.get());
  auto const begin = Clock::now();
  for (std::uint64_t first = 0; first < observations; first += 100)
    if (!send(redis.get(), first, 100, entities)) return Error{"redis-server refused a command"};
  double const wall = std::chrono::duration<double>(Clock::now() - begin).count();
  auto const n = static_cast<double>(observations);
  return RedisFigures{n / wall, n / (server_cpu_s(redis.get()) - cpu)};
}

} // namespace dalian::bench
