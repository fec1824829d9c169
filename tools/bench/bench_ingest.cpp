// bench_ingest: observations per second from a loopback TCP socket to decoded, fused, recorded and published to one
// subscriber; beside it what this machine's sockets and disk can do at most. The twin runs in this process, the sender
// and the subscriber in a child, so that the twin's CPU seconds are its own.
#include "tools/bench/limits.hpp"
#include "tools/bench/redis_peer.hpp"
#include "tools/bench/ship_frames.hpp"
#include "tools/bench/thread_times.hpp"
#include "twin/app/endpoint.hpp"
#include "twin/app/mirror.hpp"
#include "twin/app/twin.hpp"
#include "twin/base/version.hpp"
#include "twin/security/key_folder.hpp"
#include "twin/wire/codec.hpp"
#include "twin/wire/endpoints.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace dalian;
using Clock = std::chrono::steady_clock;

struct Options {
  std::uint64_t observations = 2'000'000;
  std::uint64_t entities = 10'000;
  std::uint64_t rate = 0;
  std::string history;
  bool no_history = false;
  bool keys = false;
  security::KeyFile feed_key, view_key; // with keys
  std::filesystem::path temporary;
  bool no_peer = false;
  bool json = false;
};

security::KeyFolder keys_of(Options const& options) {
  return {options.temporary / "keys"};
}

/// A twin's keys, one for the sender and one for the subscriber.
Status make_keys(Options& options) {
  auto const folder = keys_of(options);
  if (auto const made = make_server_key(folder); !made) return made;
  auto const feed = make_client_key(folder, {"bench", "", security::Role::connector, "bench", {}, std::nullopt});
  auto const view = make_client_key(folder, {"viewer", "", security::Role::viewer, "", {}, std::nullopt});
  if (!feed || !view) return Error{"no keys"};
  options.feed_key = security::read_client_key(*feed, {}).value();
  options.view_key = security::read_client_key(*view, {}).value();
  return {};
}

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double cpu_seconds(int who) {
  rusage usage{};
  getrusage(who, &usage);
  auto const s = [](timeval const& t) { return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec); };
  return s(usage.ru_utime) + s(usage.ru_stime);
}

std::int64_t wall_ns() {
  return to_unix_ns(SystemClock().now());
}

class Sender {
 public:
  Sender(zmq::context_t& context, std::string const& endpoint, Options const& options)
      : options_(options), socket_(context, zmq::socket_type::dealer) {
    socket_.set(zmq::sockopt::linger, 0);
    if (options.keys) app::use_key(socket_, endpoint, options.feed_key);
    socket_.connect(endpoint);
    wire::ToTwin hello;
    hello.mutable_hello()->set_source("bench");
    hello.mutable_hello()->set_epoch(1);
    hello.mutable_hello()->set_schema(wire::kSchema);
    socket_.send(zmq::buffer(hello.SerializeAsString()), zmq::send_flags::none);
    wait_grant();
  }

  /// Frames made beforehand when as fast as possible; stamped at the instant of sending when paced.
  void run() {
    auto const step = std::max<std::int64_t>(1, 100'000'000 / static_cast<std::int64_t>(options_.entities));
    auto const count = [&](std::uint64_t first) { return std::min<std::uint64_t>(100, options_.observations - first); };
    std::vector<std::string> frames;
    auto const t0 = wall_ns() - static_cast<std::int64_t>(options_.observations) * step; // the last is about now
    for (std::uint64_t first = 0; options_.rate == 0 && first < options_.observations; first += 100)
      frames.push_back(bench::make_frame(first, count(first), options_.entities,
                                         t0 + static_cast<std::int64_t>(first) * step, step));
    last_rx = t0 + static_cast<std::int64_t>(options_.observations - 1) * step;
    begin = Clock::now();
    for (std::uint64_t first = 0; first < options_.observations; first += 100) {
      while (first + count(first) > grant_.queued_seq() + grant_.credit())
        wait_grant();
      send(options_.rate > 0 ? paced_frame(first, count(first)) : frames[first / 100]);
    }
    while (grant_.queued_seq() < options_.observations)
      wait_grant();
    queued_s = seconds_since(begin);
    while (grant_.stored_seq() < options_.observations)
      wait_grant();
    stored_s = seconds_since(begin);
  }

  Clock::time_point begin;
  double queued_s = 0, stored_s = 0;
  std::int64_t last_rx = 0; // of the newest observation

 private:
  std::string paced_frame(std::uint64_t first, std::uint64_t n) {
    std::this_thread::sleep_until(begin + std::chrono::nanoseconds(first * 1'000'000'000 / options_.rate));
    auto const now = wall_ns();
    last_rx = now + static_cast<std::int64_t>(n - 1);
    return bench::make_frame(first, n, options_.entities, now, 1);
  }
  void send(std::string const& frame) {
    socket_.send(zmq::buffer(frame), zmq::send_flags::none);
    drain();
  }
  void take(zmq::message_t const& message) { grant_.ParseFromArray(message.data(), static_cast<int>(message.size())); }
  void wait_grant() {
    zmq::message_t message;
    if (socket_.recv(message)) take(message);
  }
  void drain() {
    zmq::message_t message;
    while (socket_.recv(message, zmq::recv_flags::dontwait))
      take(message);
  }
  Options const& options_;
  zmq::socket_t socket_;
  wire::Grant grant_;
};

struct Outcome {
  double queued_s = 0, stored_s = 0, published_s = 0, latency_p50_ms = 0, latency_p99_ms = 0;
  std::uint64_t versions = 0, gaps = 0;
};

/// Follows the twin as a viewer does, and notes how old what it hears is.
class Subscriber {
 public:
  Subscriber(zmq::context_t& context, std::string const& requests, Options const& options)
      : measure_(options.rate > 0), mirror_(
                                        context, requests, [this](auto snapshot) { take(std::move(snapshot)); },
                                        options.keys ? std::optional(options.view_key) : std::nullopt) {}
  /// When the newest observation was seen; gives up after a minute.
  Clock::time_point wait_for(std::int64_t last_rx) {
    auto const limit = Clock::now() + std::chrono::minutes(1);
    while (last_rx_ < last_rx && Clock::now() < limit)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return last_rx_ < last_rx ? limit : complete_;
  }
  std::uint64_t gaps() const { return mirror_.gaps(); }
  std::uint64_t versions() const { return versions_; }
  double latency_ms(double quantile) {
    if (latencies_ms_.empty()) return 0;
    auto const at =
        latencies_ms_.begin() + static_cast<std::ptrdiff_t>(quantile * static_cast<double>(latencies_ms_.size() - 1));
    std::nth_element(latencies_ms_.begin(), at, latencies_ms_.end());
    return *at;
  }

 private:
  void take(std::shared_ptr<state::Snapshot const> snapshot) {
    auto const now = wall_ns();
    std::int64_t const before = last_rx_;
    auto newest = before;
    snapshot->for_each_near_change(*seen_, [&](state::TrackView t) {
      auto const rx = to_unix_ns(t->t_rx);
      if (measure_ && rx > before) latencies_ms_.push_back(1e-6 * static_cast<double>(now - rx));
      newest = std::max(newest, rx);
    });
    seen_ = std::move(snapshot);
    ++versions_;
    complete_ = Clock::now();
    last_rx_ = newest;
  }
  bool measure_;
  std::shared_ptr<state::Snapshot const> seen_ = std::make_shared<state::Snapshot>();
  std::vector<double> latencies_ms_;
  std::atomic<std::uint64_t> versions_{0};
  Clock::time_point complete_;
  std::atomic<std::int64_t> last_rx_{0};
  app::Mirror mirror_;
};

/// The child: sends and subscribes, and reports through the pipe.
int child(int in, int out, Options const& options) {
  char addresses[512] = {};
  if (::read(in, addresses, sizeof addresses - 1) <= 0) return 1;
  std::string const text = addresses;
  auto const space = text.find(' ');
  zmq::context_t context(1);
  Subscriber subscriber(context, text.substr(space + 1), options);
  while (subscriber.versions() == 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  Sender sender(context, text.substr(0, space), options);
  sender.run();
  auto const complete = subscriber.wait_for(sender.last_rx);
  Outcome outcome{sender.queued_s,
                  sender.stored_s,
                  std::chrono::duration<double>(complete - sender.begin).count(),
                  subscriber.latency_ms(0.5),
                  subscriber.latency_ms(0.99),
                  subscriber.versions(),
                  subscriber.gaps()};
  return ::write(out, &outcome, sizeof outcome) == sizeof outcome ? 0 : 1;
}

struct Measured {
  Outcome outcome;
  double twin_cpu_s = 0, client_cpu_s = 0;
  std::map<std::string, double> thread_cpu_s; // of the twin
  LatencyHistogram to_snapshot;
};

Result<Measured> measure(Options const& options) {
  int to_child[2], from_child[2];
  if (::pipe(to_child) != 0 || ::pipe(from_child) != 0) return Error{"no pipe to the sender"};
  pid_t const pid = ::fork(); // before any thread
  if (pid == 0) ::_exit(child(to_child[0], from_child[1], options));
  zmq::context_t context(1);
  app::TwinConfig config;
  config.ingest = {"tcp://127.0.0.1:*"};
  config.publish = config.requests = "tcp://127.0.0.1:*";
  config.limits = {0, 0}; // what the twin can do, not what one source may
  if (!options.no_history) config.history = options.history;
  if (options.keys) config.keys = keys_of(options).path;
  auto twin = app::Twin::start(context, std::move(config));
  if (!twin) return Error{twin.error()};
  auto const cpu = cpu_seconds(RUSAGE_SELF);
  auto const threads = bench::thread_cpu_seconds();
  auto const addresses = (*twin)->ingest_endpoints().front() + " " + (*twin)->request_endpoint();
  if (::write(to_child[1], addresses.data(), addresses.size()) < 0) return Error{"the sender is gone"};
  Measured measured;
  bool const told = ::read(from_child[0], &measured.outcome, sizeof measured.outcome) == sizeof measured.outcome;
  measured.twin_cpu_s = cpu_seconds(RUSAGE_SELF) - cpu;
  measured.thread_cpu_s = bench::thread_cpu_seconds();
  for (auto const& [name, seconds] : threads)
    measured.thread_cpu_s[name] -= seconds;
  std::this_thread::sleep_for(std::chrono::milliseconds(1100)); // the twin notes its latencies once a second
  measured.to_snapshot = (*twin)->to_snapshot();
  int status = 0;
  ::waitpid(pid, &status, 0);
  measured.client_cpu_s = cpu_seconds(RUSAGE_CHILDREN);
  if (!told) return Error{"the sender failed"};
  return measured;
}

struct Beside {
  bench::Limits limits;
  std::optional<bench::RedisFigures> redis;
};

Beside measure_beside(Options const& options, std::filesystem::path const& folder) {
  Beside beside{bench::measure_limits(bench::make_frame(0, 100, options.entities, wall_ns(), 1), folder), std::nullopt};
  if (options.no_peer) return beside;
  auto const redis =
      bench::measure_redis(std::min<std::uint64_t>(options.observations, 500'000), options.entities, folder);
  if (redis)
    beside.redis = *redis;
  else
    fmt::print(stderr, "bench_ingest: {}\n", redis.error());
  return beside;
}

void print(Options const& options, Measured const& m, Beside const& beside) {
  auto const& limits = beside.limits;
  auto const n = static_cast<double>(options.observations);
  auto const& o = m.outcome;
  if (options.json) {
    nlohmann::ordered_json json{{"observations", options.observations},
                                {"entities", options.entities},
                                {"rate_per_s", options.rate},
                                {"recorded", !options.no_history},
                                {"keys", options.keys},
                                {"fused_s", o.queued_s},
                                {"stored_s", o.stored_s},
                                {"published_s", o.published_s},
                                {"observations_per_s", n / o.published_s},
                                {"twin_cpu_s", m.twin_cpu_s},
                                {"observations_per_cpu_s", n / m.twin_cpu_s},
                                {"thread_cpu_s", m.thread_cpu_s},
                                {"client_cpu_s", m.client_cpu_s},
                                {"to_snapshot_p50_ms", 1e3 * to_seconds(m.to_snapshot.quantile(0.5))},
                                {"to_snapshot_p99_ms", 1e3 * to_seconds(m.to_snapshot.quantile(0.99))},
                                {"latency_p50_ms", o.latency_p50_ms},
                                {"latency_p99_ms", o.latency_p99_ms},
                                {"versions", o.versions},
                                {"gaps", o.gaps},
                                {"limit_zeromq_messages_per_s", limits.zeromq_messages_per_s},
                                {"limit_zeromq_observations_per_s", 100 * limits.zeromq_messages_per_s},
                                {"limit_sqlite_observations_per_s", limits.sqlite_observations_per_s}};
    if (beside.redis) {
      json["redis_observations_per_s"] = beside.redis->observations_per_s;
      json["redis_observations_per_cpu_s"] = beside.redis->observations_per_cpu_s;
    }
    fmt::print("{}\n", json.dump());
    return;
  }
  fmt::print("{} observations of {} entities, {} B each on the wire, {}\n", options.observations, options.entities,
             limits.frame_bytes / 100,
             options.no_history ? "not recorded" : "recorded (SQLite, synchronous FULL, 4 commits/s)");
  fmt::print("  socket → fused            {:>12.0f} obs/s ({:.2f} s)\n", n / o.queued_s, o.queued_s);
  fmt::print("  … → on disk               {:>12.0f} obs/s ({:.2f} s)\n", n / o.stored_s, o.stored_s);
  fmt::print("  … → at the subscriber     {:>12.0f} obs/s ({:.2f} s, {} versions, {} gaps)\n", n / o.published_s,
             o.published_s, o.versions, o.gaps);
  fmt::print("  per CPU second of the twin{:>12.0f} obs/s ({:.2f} s CPU; sender and subscriber {:.2f} s)\n",
             n / m.twin_cpu_s, m.twin_cpu_s, m.client_cpu_s);
  for (auto const& [name, seconds] : m.thread_cpu_s)
    if (seconds > 0.01 * m.twin_cpu_s)
      fmt::print("    {:<22}  {:>12.3f} µs of it an observation\n", name, 1e6 * seconds / n);
  if (options.rate > 0)
    fmt::print("  sent → in the snapshot    p50 {:.2f} ms, p99 {:.2f} ms at {} obs/s\n",
               1e3 * to_seconds(m.to_snapshot.quantile(0.5)), 1e3 * to_seconds(m.to_snapshot.quantile(0.99)),
               options.rate);
  if (options.rate > 0)
    fmt::print("  sent → at the subscriber  p50 {:.2f} ms, p99 {:.2f} ms at {} obs/s\n", o.latency_p50_ms,
               o.latency_p99_ms, options.rate);
  fmt::print("this machine at most:\n  raw ZeroMQ over TCP       {:>12.0f} obs/s ({:.0f} messages/s of {} B)\n",
             100 * limits.zeromq_messages_per_s, limits.zeromq_messages_per_s, limits.frame_bytes);
  fmt::print("  raw SQLite append         {:>12.0f} obs/s (rows of {} B, WAL, FULL)\n",
             limits.sqlite_observations_per_s, limits.frame_bytes);
  if (beside.redis)
    fmt::print("beside it Redis, XADD + GEOADD, 100 in a pipeline, synced each second, nobody told:\n"
               "  wall time                 {:>12.0f} obs/s, of which we reach {:.1f} times as many\n"
               "  per CPU second            {:>12.0f} obs/s, {:.1f} times\n",
               beside.redis->observations_per_s, n / o.published_s / beside.redis->observations_per_s,
               beside.redis->observations_per_cpu_s, n / m.twin_cpu_s / beside.redis->observations_per_cpu_s);
}

} // namespace

int main(int argc, char** argv) {
  CLI::App cli("Observations per second from a loopback TCP socket to decoded, fused, recorded and delivered to one "
               "subscriber,\nbeside what this machine's sockets and disk can do at most.",
               "bench_ingest");
  cli.set_version_flag("--version", version_line("bench_ingest"));
  Options options;
  cli.add_option("--observations", options.observations, "how many to send")
      ->check(CLI::Range(100, 100'000'000))
      ->capture_default_str();
  cli.add_option("--entities", options.entities, "of how many vessels")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  cli.add_option("--rate", options.rate,
                 "observations per second; 0 = as fast as possible (then no latency is measured)")
      ->capture_default_str();
  cli.add_option("--history", options.history, "folder for the history (default: a temporary one)");
  cli.add_flag("--keys", options.keys, "over CURVE with an allow-list: what encryption and keys cost");
  cli.add_flag("--no-history", options.no_history, "do not record");
  cli.add_flag("--no-peer", options.no_peer, "do not measure Redis beside it");
  cli.add_flag("--json", options.json, "one JSON object");
  try {
    cli.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return cli.exit(e) == 0 ? 0 : 2;
  }
  auto const temporary = std::filesystem::temp_directory_path() / fmt::format("bench-ingest-{}", ::getpid());
  if (options.history.empty()) options.history = (temporary / "history").string();
  options.temporary = temporary;
  if (options.keys)
    if (auto const made = make_keys(options); !made) {
      fmt::print(stderr, "bench_ingest: {}\n", made.error());
      return 1;
    }
  auto const measured = measure(options);
  int status = 1;
  if (measured) {
    print(options, *measured, measure_beside(options, temporary));
    status = 0;
  } else {
    fmt::print(stderr, "bench_ingest: {}\n", measured.error());
  }
  std::error_code ec;
  std::filesystem::remove_all(temporary, ec);
  return status;
}
