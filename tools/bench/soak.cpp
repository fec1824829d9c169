// soak: a twind that records, fuses, watches and publishes for as long as one likes, fed at a steady rate and followed
// by one viewer. Prints each minute what it holds and how late it is, and at the end whether its memory stayed flat.
#include "tests/support/process.hpp"
#include "tools/bench/ship_frames.hpp"
#include "twin/app/mirror.hpp"
#include "twin/base/version.hpp"
#include "twin/wire/endpoints.hpp"
#include "twin/wire/wire.pb.h"

#include <CLI/CLI.hpp>
#include <atomic>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>
#include <unistd.h>

namespace {

using namespace dalian;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

constexpr double kFlat = 0.02; // of the mean: what memory may drift over the last third

struct Options {
  double minutes = 30;
  std::uint64_t rate = 100'000, entities = 10'000;
  std::string twind, alarms, history;
  double every_s = 60;
  bool json = false;
};

/// One second field of /proc/PID/status, MB.
double status_mb(pid_t pid, std::string const& field) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string word; status >> word;)
    if (word == field + ":") {
      double kb = 0;
      status >> kb;
      return kb / 1000;
    }
  return 0;
}

/// CPU seconds of a process so far; fields 14 and 15 of /proc/PID/stat (proc(5)).
double cpu_s(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string const text((std::istreambuf_iterator<char>(stat)), {});
  auto const name_end = text.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(text.substr(name_end + 2));
  std::string skipped;
  for (int i = 3; i < 14; ++i)
    fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double folder_mb(std::filesystem::path const& folder) {
  double bytes = 0;
  std::error_code ec;
  for (auto const& entry : std::filesystem::directory_iterator(folder, ec))
    if (entry.is_regular_file(ec)) bytes += static_cast<double>(entry.file_size(ec));
  return bytes / 1e6;
}

/// Sends at the rate asked for, and keeps to the twin's credit: then it is late, and catches up when it may.
class Sender {
 public:
  Sender(zmq::context_t& context, std::string const& endpoint, Options const& options)
      : options_(options), socket_(context, zmq::socket_type::dealer) {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::rcvtimeo, 1000);
    socket_.connect(endpoint);
    wire::ToTwin hello;
    hello.mutable_hello()->set_source("bench");
    hello.mutable_hello()->set_epoch(1);
    hello.mutable_hello()->set_schema(wire::kSchema);
    socket_.send(zmq::buffer(hello.SerializeAsString()), zmq::send_flags::none);
    thread_ = std::thread([this] { run(); });
  }
  ~Sender() {
    stop_ = true;
    thread_.join();
  }
  std::uint64_t sent() const { return sent_; }

 private:
  void run() {
    auto const begin = Clock::now();
    while (!stop_) {
      std::uint64_t const first = sent_;
      std::this_thread::sleep_until(begin + std::chrono::nanoseconds(first * 1'000'000'000 / options_.rate));
      while (first + 100 > grant_.queued_seq() + grant_.credit() && !stop_)
        take(zmq::recv_flags::none);
      auto const now = to_unix_ns(SystemClock().now());
      socket_.send(zmq::buffer(bench::make_frame(first, 100, options_.entities, now, 1)), zmq::send_flags::none);
      sent_ = first + 100;
      while (take(zmq::recv_flags::dontwait)) {
      }
    }
  }
  bool take(zmq::recv_flags how) {
    zmq::message_t message;
    return socket_.recv(message, how) && grant_.ParseFromArray(message.data(), static_cast<int>(message.size()));
  }

  Options const& options_;
  zmq::socket_t socket_;
  wire::Grant grant_;
  std::atomic<std::uint64_t> sent_{0};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

struct Minute {
  double at_min = 0, memory_mb = 0, disk_mb = 0, rate_per_s = 0, cpu_cores = 0;
  double to_snapshot_p50_ms = 0, to_snapshot_p99_ms = 0;
  std::uint64_t gaps = 0, lost = 0, unrecorded = 0, alarms = 0;
  std::string trouble;
};

Json json_of(Minute const& m) {
  return {{"minute", m.at_min},
          {"memory_mb", m.memory_mb},
          {"disk_mb", m.disk_mb},
          {"rate_per_s", m.rate_per_s},
          {"cpu_cores", m.cpu_cores},
          {"to_snapshot_p50_ms", m.to_snapshot_p50_ms},
          {"to_snapshot_p99_ms", m.to_snapshot_p99_ms},
          {"gaps", m.gaps},
          {"lost", m.lost},
          {"unrecorded", m.unrecorded},
          {"alarms", m.alarms},
          {"trouble", m.trouble}};
}

void print(Minute const& m) {
  fmt::print("{:>6.1f} {:>9.1f} {:>9.0f} {:>9.0f} {:>6.2f} {:>9.2f} {:>9.2f} {:>5} {:>5} {:>6}  {}\n", m.at_min,
             m.memory_mb, m.disk_mb, m.rate_per_s, m.cpu_cores, m.to_snapshot_p50_ms, m.to_snapshot_p99_ms, m.gaps,
             m.lost, m.alarms, m.trouble);
  std::fflush(stdout);
}

/// By how much of its mean the memory grew over these minutes, by a line through them (least squares).
double growth(std::vector<Minute> const& minutes) {
  double const n = static_cast<double>(minutes.size());
  double t = 0, y = 0, tt = 0, ty = 0;
  for (auto const& m : minutes) {
    t += m.at_min / n;
    y += m.memory_mb / n;
  }
  for (auto const& m : minutes) {
    tt += (m.at_min - t) * (m.at_min - t);
    ty += (m.at_min - t) * (m.memory_mb - y);
  }
  return tt > 0 && y > 0 ? ty / tt * (minutes.back().at_min - minutes.front().at_min) / y : 0;
}

class Soak {
 public:
  explicit Soak(Options const& options)
      : options_(options),
        history_(options.history.empty() ? folder_.path() / "history" : std::filesystem::path(options.history)),
        twind_(command()) {}

  /// "" or why it cannot begin.
  std::string begin() {
    for (int i = 0; i < 300 && twind_.out().find("\"ready\"") == std::string::npos; ++i) {
      if (!twind_.running()) return "twind ended: " + twind_.err();
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    auto const out = twind_.out();
    auto const at = out.find("{\"event\":\"ready\"");
    if (at == std::string::npos) return "twind is not ready after 30 s";
    auto const ready = Json::parse(out.substr(at, out.find('\n', at) - at));
    requests_ = ready["requests"];
    mirror_ = std::make_unique<app::Mirror>(context_, requests_);
    while (!mirror_->complete())
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    sender_ = std::make_unique<Sender>(context_, ready["ingest"][0], options_);
    begun_ = last_ = Clock::now();
    return "";
  }

  Minute look() {
    Minute m;
    auto const now = Clock::now();
    double const s = std::chrono::duration<double>(now - last_).count();
    auto const sent = sender_->sent();
    double const cpu = cpu_s(twind_.pid());
    m.at_min = std::chrono::duration<double>(now - begun_).count() / 60;
    m.memory_mb = status_mb(twind_.pid(), "VmRSS");
    m.disk_mb = folder_mb(history_);
    m.rate_per_s = static_cast<double>(sent - last_sent_) / s;
    m.cpu_cores = (cpu - last_cpu_) / s;
    m.gaps = mirror_->gaps();
    ask_status(m);
    last_ = now;
    last_sent_ = sent;
    last_cpu_ = cpu;
    return m;
  }

  /// What the twin holds at its end, MB: the most it ever held.
  double most_memory_mb() const { return status_mb(twind_.pid(), "VmHWM"); }

 private:
  void ask_status(Minute& m) {
    wire::Request request;
    request.mutable_status();
    auto const frames = app::ask_twin(context_, requests_, request, std::chrono::seconds(10));
    wire::Reply reply;
    if (!frames || !reply.ParseFromString(frames->front()) || reply.status().json().empty()) {
      m.trouble = twind_.running() ? "no status within 10 s" : "twind has ended: " + twind_.err();
      return;
    }
    auto const s = Json::parse(reply.status().json());
    auto const& feed = s["feeds"][0];
    m.to_snapshot_p50_ms = 1e3 * feed["to_snapshot_s"]["p50"].get<double>();
    m.to_snapshot_p99_ms = 1e3 * feed["to_snapshot_s"]["p99"].get<double>();
    m.lost = feed["observations"]["missing"];
    m.unrecorded = s["history"]["unrecorded_observations"];
    if (!s["alarms"].is_null()) m.alarms = s["alarms"]["total"];
    m.trouble = s["trouble"];
  }

  std::vector<std::string> command() const {
    std::vector<std::string> line{options_.twind, "--bind", kAny,        "--publish",       kAny,
                                  "--requests",   kAny,     "--history", history_.string(), "--json"};
    if (!options_.alarms.empty()) line.insert(line.end(), {"--alarms", options_.alarms});
    return line;
  }

  static constexpr char const* kAny = "tcp://127.0.0.1:*";
  Options const& options_;
  test::TempFolder folder_;
  std::filesystem::path history_;
  test::Process twind_;
  zmq::context_t context_{1};
  std::string requests_;
  std::unique_ptr<app::Mirror> mirror_;
  std::unique_ptr<Sender> sender_;
  Clock::time_point begun_, last_;
  std::uint64_t last_sent_ = 0;
  double last_cpu_ = 0;
};

/// Says what is to be said of the whole; true when all is well.
bool judge(std::vector<Minute> const& minutes, double most_mb, Options const& options) {
  std::vector<Minute> const last(minutes.end() - static_cast<std::ptrdiff_t>((minutes.size() + 2) / 3), minutes.end());
  double const grew = growth(last);
  double rate = 0;
  bool well = grew <= kFlat;
  for (auto const& m : minutes) {
    rate += m.rate_per_s / static_cast<double>(minutes.size());
    well = well && m.trouble.empty();
  }
  auto const& end = minutes.back();
  // While the first of everything comes, a viewer may miss a delta and ask for a snapshot again.
  bool const nothing_missed = end.gaps == minutes.front().gaps && end.lost == 0 && end.unrecorded == 0;
  bool const kept_up = rate > 0.99 * static_cast<double>(options.rate);
  if (options.json)
    fmt::print("{}\n", Json{{"rate_per_s", rate},
                            {"memory_growth_last_third", grew},
                            {"flat", grew <= kFlat},
                            {"most_memory_mb", most_mb},
                            {"kept_up", kept_up},
                            {"nothing_missed", nothing_missed}}
                           .dump());
  else
    fmt::print("{:.0f} observations/s ({}); memory over the last third {:+.2f} % ({}), at most {:.1f} MB; {}\n", rate,
               kept_up ? "as asked for" : "less than asked for", 100 * grew, grew <= kFlat ? "flat" : "NOT flat",
               most_mb,
               nothing_missed ? "nothing lost, no gap after the first look, all recorded" : "SOMETHING WAS MISSED");
  return well && nothing_missed;
}

int run(Options const& options) {
  Soak soak(options);
  if (auto const why = soak.begin(); !why.empty()) {
    fmt::print(stderr, "soak: {}\n", why);
    return 1;
  }
  if (!options.json)
    fmt::print("{:>6} {:>9} {:>9} {:>9} {:>6} {:>9} {:>9} {:>5} {:>5} {:>6}  {}\n", "minute", "memory MB", "disk MB",
               "obs/s", "cores", "p50 ms", "p99 ms", "gaps", "lost", "alarms", "trouble");
  std::vector<Minute> minutes;
  auto const begun = Clock::now();
  auto const looks = std::max<std::int64_t>(1, std::llround(options.minutes * 60 / options.every_s));
  for (std::int64_t i = 1; i <= looks; ++i) {
    std::this_thread::sleep_until(begun + std::chrono::duration_cast<Clock::duration>(
                                              std::chrono::duration<double>(options.every_s * static_cast<double>(i))));
    minutes.push_back(soak.look());
    if (options.json)
      fmt::print("{}\n", json_of(minutes.back()).dump());
    else
      print(minutes.back());
  }
  return judge(minutes, soak.most_memory_mb(), options) ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
  CLI::App cli(
      "Feeds a twind that records, and follows it, for a long time: memory, disk, lag and gaps each minute, and\n"
      "at the end whether memory stayed flat. Exit status 1 when it did not, or when something was missed.",
      "soak");
  cli.set_version_flag("--version", version_line("soak"));
  Options options;
  options.twind = (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "twind").string();
  cli.add_option("--minutes", options.minutes, "how long")->check(CLI::Range(0.05, 100'000.0))->capture_default_str();
  cli.add_option("--rate", options.rate, "observations per second")
      ->check(CLI::Range(100, 10'000'000))
      ->capture_default_str();
  cli.add_option("--entities", options.entities, "of how many vessels")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  cli.add_option("--alarms", options.alarms, "rules file for twind, or none (default: those that ship)");
  cli.add_option("--every", options.every_s, "seconds between two looks")
      ->check(CLI::Range(1.0, 3600.0))
      ->capture_default_str();
  cli.add_option("--history", options.history, "folder that stays (default: one that is gone at the end)");
  cli.add_option("--twind", options.twind, "the program")->check(CLI::ExistingFile)->capture_default_str();
  cli.add_flag("--json", options.json, "one JSON object a look, and one at the end");
  try {
    cli.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return cli.exit(e) == 0 ? 0 : 2;
  }
  return run(options);
}
