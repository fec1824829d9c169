// bench_restart: a twin is killed with SIGKILL in the middle of a feed; how long its next start takes until the first
// snapshot, and whether that is the one all of the log makes.
#include "tools/bench/ship_frames.hpp"
#include "twin/app/twin.hpp"
#include "twin/base/version.hpp"
#include "twin/fusion/state_hash.hpp"
#include "twin/history/sqlite_history.hpp"
#include "twin/wire/endpoints.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <ctime>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace dalian;
using SteadyClock = std::chrono::steady_clock;

struct Options {
  std::uint64_t entities = 100'000, rate = 10'000;
  double seconds = 40;
  unsigned kills = 3, restarts = 3;
  bool json = false;
};

std::int64_t wall_ns() {
  return to_unix_ns(SystemClock().now());
}

app::TwinConfig config_of(std::filesystem::path const& folder) {
  app::TwinConfig config;
  config.ingest = {"ipc://" + (folder / "ingest").string()};
  config.publish = "ipc://" + (folder / "publish").string();
  config.requests = "ipc://" + (folder / "requests").string();
  config.history = folder / "history";
  return config;
}

/// Every ship once as fast as it goes, then the rate for a while; never returns by itself.
void feed(zmq::context_t& context, std::string const& endpoint, Options const& options, unsigned run) {
  zmq::socket_t socket(context, zmq::socket_type::dealer);
  socket.connect(endpoint);
  wire::ToTwin hello;
  hello.mutable_hello()->set_source("bench");
  hello.mutable_hello()->set_epoch(1 + run);
  hello.mutable_hello()->set_schema(wire::kSchema);
  socket.send(zmq::buffer(hello.SerializeAsString()), zmq::send_flags::none);
  zmq::message_t grant;
  (void)socket.recv(grant);
  auto const begin = SteadyClock::now();
  for (std::uint64_t first = 0;; first += 100) {
    if (first >= options.entities)
      std::this_thread::sleep_until(
          begin + std::chrono::nanoseconds((first - options.entities) * 1'000'000'000 / options.rate));
    else
      std::this_thread::sleep_for(std::chrono::microseconds(500));
    auto frame = bench::make_frame(first, 100, options.entities, wall_ns(), 1);
    wire::ToTwin message;
    message.ParseFromString(frame);
    message.mutable_batch()->set_epoch(1 + run);
    socket.send(zmq::buffer(message.SerializeAsString()), zmq::send_flags::none);
    while (socket.recv(grant, zmq::recv_flags::dontwait)) {
    }
  }
}

void live_and_die(std::filesystem::path const& folder, Options const& options, unsigned run) {
  pid_t const pid = ::fork();
  if (pid == 0) {
    zmq::context_t context(1);
    auto const twin = app::Twin::start(context, config_of(folder));
    if (!twin) ::_exit(1);
    feed(context, (*twin)->ingest_endpoints().front(), options, run);
  }
  std::this_thread::sleep_for(std::chrono::duration<double>(options.seconds));
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
}

struct Restart {
  double seconds = 0, cpu_s = 0; // of this process
  app::RecoveryReport recovery;
  std::size_t tracks = 0;
  std::uint64_t hash = 0;
};

Result<Restart> restart(std::filesystem::path const& folder) {
  zmq::context_t context(1);
  auto const begin = SteadyClock::now();
  auto const cpu = std::clock();
  auto const twin = app::Twin::start(context, config_of(folder));
  if (!twin) return Error{twin.error()};
  auto const snapshot = (*twin)->latest();
  Restart restart;
  restart.cpu_s = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  restart.seconds = std::chrono::duration<double>(SteadyClock::now() - begin).count();
  restart.recovery = (*twin)->recovery();
  snapshot->for_each([&](state::TrackView) { ++restart.tracks; });
  restart.hash = fusion::state_hash(*snapshot);
  return restart;
}

/// Of everything that is recorded, taken by a fusion that starts from nothing.
std::uint64_t hash_of_log(std::filesystem::path const& folder) {
  fusion::Fusion fusion;
  auto const store = history::open_sqlite_history({folder / "history"}).value();
  (void)store->replay(Instant::min(), [&](history::Record&& record) {
    wire::Batch batch;
    if (record.kind == history::RecordKind::batch && batch.ParseFromString(record.bytes))
      fusion.take(record.t_twin, batch);
    else
      fusion.advance(record.t_twin);
    return true;
  });
  return fusion::state_hash(fusion);
}

void print(Options const& options, Restart const& r, bool same) {
  auto const& parts = r.recovery;
  if (options.json)
    fmt::print("{}\n", nlohmann::ordered_json{{"tracks", r.tracks},
                                              {"restart_s", r.seconds},
                                              {"restart_cpu_s", r.cpu_s},
                                              {"read_s", parts.read_s},
                                              {"load_s", parts.load_s},
                                              {"replay_s", parts.replay_s},
                                              {"publish_s", parts.publish_s},
                                              {"keyframe", parts.keyframe},
                                              {"observations_behind_it", parts.observations},
                                              {"state_is_that_of_the_log", same}}
                           .dump());
  else
    fmt::print("{} tracks: {:.3f} s to the first snapshot, {:.3f} s CPU ({}: read {:.3f} s, its state {:.3f} s; {} "
               "observations behind "
               "it {:.3f} s; publishing {:.3f} s); its state is {}that of the whole log\n",
               r.tracks, r.seconds, r.cpu_s, parts.keyframe ? "a keyframe" : "no keyframe", parts.read_s, parts.load_s,
               parts.observations, parts.replay_s, parts.publish_s, same ? "" : "NOT ");
}

/// Of copies of what the kill left, for a restart writes.
bool restart_all(Options const& options, std::filesystem::path const& folder, std::uint64_t from_log) {
  bool same = true;
  for (unsigned i = 0; i < options.restarts; ++i) {
    std::filesystem::path const copy = folder.string() + "-copy";
    std::filesystem::remove_all(copy);
    std::filesystem::create_directories(copy);
    std::filesystem::copy(folder / "history", copy / "history", std::filesystem::copy_options::recursive);
    auto const started = restart(copy);
    if (!started) throw std::runtime_error(started.error());
    same = same && started->hash == from_log;
    print(options, *started, started->hash == from_log);
    std::filesystem::remove_all(copy);
  }
  return same;
}

int run(Options const& options, std::filesystem::path const& folder) {
  bool same = true;
  for (unsigned kill = 0; kill < options.kills; ++kill) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    live_and_die(folder, options, kill);
    std::filesystem::path const log = folder.string() + "-log";
    std::filesystem::remove_all(log);
    std::filesystem::create_directories(log);
    std::filesystem::copy(folder / "history", log / "history", std::filesystem::copy_options::recursive);
    auto const from_log = hash_of_log(log);
    std::filesystem::remove_all(log);
    same = restart_all(options, folder, from_log) && same;
  }
  return same ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
  CLI::App cli("A twin killed in the middle of a feed: seconds from its next start to the first correct snapshot.",
               "bench_restart");
  cli.set_version_flag("--version", version_line("bench_restart"));
  Options options;
  cli.add_option("--entities", options.entities, "ships")->capture_default_str();
  cli.add_option("--rate", options.rate, "observations a second, once every ship was heard")->capture_default_str();
  cli.add_option("--seconds", options.seconds, "from the start to the kill")->capture_default_str();
  cli.add_option("--kills", options.kills, "how often")->capture_default_str();
  cli.add_option("--restarts", options.restarts, "after each, of copies of what it left")->capture_default_str();
  cli.add_flag("--json", options.json, "a JSON object for each");
  try {
    cli.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return cli.exit(e) == 0 ? 0 : 2;
  }
  auto const folder = std::filesystem::temp_directory_path() / fmt::format("bench-restart-{}", ::getpid());
  int status = 1;
  try {
    status = run(options, folder);
  } catch (std::exception const& e) {
    fmt::print(stderr, "bench_restart: {}\n", e.what());
  }
  std::filesystem::remove_all(folder);
  return status;
}
