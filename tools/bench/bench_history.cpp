// bench_history: what recording, compaction and looking back cost. Ships of the synthetic fleet, through real NMEA and
// the real decoder, are recorded with the keyframes of a fusion, compacted, and then looked up at random instants.
// Beside it raw SQLite on the same disk, and a recorded file if there is one. CPU seconds of this process.
#include "tools/bench/ais_log.hpp"
#include "tools/bench/limits.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/fusion/state_hash.hpp"
#include "twin/history/columns.hpp"
#include "twin/history/folder_reader.hpp"
#include "twin/history/housekeeper.hpp"
#include "twin/history/inspection.hpp"
#include "twin/history/sqlite_history.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <random>
#include <sys/resource.h>

namespace {

using namespace dalian;
using Json = nlohmann::ordered_json;

struct Options {
  std::string ais, fleet = "assets/config/synth.toml", folder = "bench-history";
  double hours = 6;
  int copies = 3; // of the fleet, each with ships of its own: 50 observations a second, a busy shore station
  int seeks = 200;
  bool json = false;
};

Instant const kStart = parse_utc("2026-09-26T00:00:00Z").value();
constexpr Duration kKeyframeEvery = std::chrono::minutes(1);
constexpr Duration kCommitEvery = std::chrono::milliseconds(250);

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto const s = [](timeval const& t) { return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec); };
  return s(usage.ru_utime) + s(usage.ru_stime);
}

void need(Status const& status) {
  if (!status) throw std::runtime_error(status.error());
}
template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(result.error());
  return std::move(result).value();
}

void fuse(fusion::Fusion& fusion, history::Record const& r) {
  wire::Batch batch;
  if (r.kind == history::RecordKind::batch && batch.ParseFromString(r.bytes))
    fusion.take(r.t_twin, batch);
  else
    fusion.advance(r.t_twin);
}

/// What the twin's recorder and ingest thread do with the store, in one thread.
class Recording {
 public:
  explicit Recording(history::HistoryStore& store) : store_(store) {}
  void take(history::Record&& r) {
    if (r.t_twin >= next_keyframe_) keyframe(r.t_twin);
    fuse(fusion_, r);
    if (observations < kSample) sample.push_back(r);
    observations += r.n;
    bytes += r.bytes.size();
    ++records;
    Instant const t = r.t_twin;
    double const begin = cpu_seconds();
    need(store_.append(std::move(r)));
    if (t >= next_commit_) commit(t);
    cpu += cpu_seconds() - begin;
  }
  void finish() {
    need(store_.commit());
    while (store_.counters().get("keyframes_waiting") > 0)
      need(store_.commit());
  }
  static constexpr std::uint64_t kSample = 32'768; // observations, as in a block
  std::vector<history::Record> sample;             // the first of them
  std::uint64_t observations = 0, records = 0, bytes = 0, commits = 0;
  double cpu = 0;

 private:
  void commit(Instant t) {
    need(store_.commit());
    ++commits;
    next_commit_ = t + kCommitEvery;
  }
  void keyframe(Instant t) {
    next_keyframe_ = t + kKeyframeEvery;
    if (auto const mark = store_.mark(fusion_.time()))
      store_.keyframe(*mark, fusion::state_hash(fusion_), fusion_.save());
  }
  history::HistoryStore& store_;
  fusion::Fusion fusion_;
  Instant next_commit_ = kStart, next_keyframe_ = kStart;
};

/// Bytes per observation of each column of one block of these.
Json parts_of(std::vector<history::Record> const& records) {
  std::uint64_t n = 0;
  for (auto const& r : records)
    n += r.n;
  Json parts;
  for (auto const& part : history::column_sizes(records))
    parts[part.what] = static_cast<double>(part.bytes) / static_cast<double>(n);
  return parts;
}

Json record_fleet(Options const& options) {
  std::filesystem::remove_all(options.folder);
  auto const store = need(history::open_sqlite_history({.folder = options.folder}));
  Recording recording(*store);
  need(bench::records_of_fleet(options.fleet, kStart, options.hours, options.copies,
                               [&](history::Record&& r) { recording.take(std::move(r)); }));
  recording.finish();
  auto const n = static_cast<double>(recording.observations);
  return {{"observations", recording.observations},
          {"per_second_of_twin_time", n / (3600 * options.hours)},
          {"records", recording.records},
          {"commits", recording.commits},
          {"bytes_per_observation_on_the_wire", static_cast<double>(recording.bytes) / n},
          {"cpu_ms_per_commit", 1000 * recording.cpu / static_cast<double>(recording.commits)},
          {"bytes_per_observation_by_column", parts_of(recording.sample)}};
}

Json compact(Options const& options) {
  history::RetentionPolicy policy;
  policy.thin_below_bytes = policy.stop_below_bytes = 0;
  history::Housekeeper keeper(options.folder, policy);
  double const begin = cpu_seconds();
  Instant const later = kStart + std::chrono::days(3);
  while (need(keeper.step(later, UINT64_MAX)))
    ;
  double const cpu = cpu_seconds() - begin;
  std::uint64_t observations = 0, bytes = 0, keyframe_bytes = 0, keyframes = 0, file_bytes = 0;
  for (auto const& day : need(history::overview(options.folder))) {
    for (auto const& group : day.groups) {
      observations += group.observations;
      bytes += group.bytes;
    }
    keyframes += day.keyframes;
    keyframe_bytes += day.keyframe_bytes;
    file_bytes += day.file_bytes;
  }
  auto const n = static_cast<double>(observations);
  return {{"observations_per_cpu_second", n / cpu},
          {"blocks", keeper.counters().get("blocks_made")},
          {"bytes_per_observation", static_cast<double>(bytes) / n},
          {"keyframes_kept", keyframes},
          {"keyframe_bytes", keyframe_bytes},
          {"file_bytes_per_observation", static_cast<double>(file_bytes) / n}};
}

/// The state at `t`, as time travel finds it.
std::uint64_t seek(history::FolderReader const& reader, Instant t) {
  fusion::Fusion fusion;
  auto const sought = need(reader.latest_keyframe(t));
  if (sought.keyframe) need(fusion.load(sought.keyframe->bytes));
  need(reader.replay_after(sought.keyframe ? sought.keyframe->after : 0, [&](history::Record&& r) {
    if (r.t_twin > t) return false;
    fuse(fusion, r);
    return true;
  }));
  return fusion.track_count();
}

Json measure_seeks(Options const& options) {
  history::FolderReader const reader(options.folder);
  std::mt19937_64 random(1);
  std::vector<double> wall_ms, cpu_ms;
  for (int i = 0; i < options.seeks; ++i) {
    Instant const t = kStart + from_seconds(std::uniform_real_distribution(0.0, 3600 * options.hours)(random));
    auto const begin = std::chrono::steady_clock::now();
    double const cpu = cpu_seconds();
    seek(reader, t);
    cpu_ms.push_back(1000 * (cpu_seconds() - cpu));
    wall_ms.push_back(1000 * std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  auto const at = [](std::vector<double>& v, double share) {
    std::sort(v.begin(), v.end());
    return v[std::min(v.size() - 1, static_cast<std::size_t>(share * static_cast<double>(v.size())))];
  };
  return {{"seeks", options.seeks},     {"p50_ms", at(wall_ms, 0.5)},    {"p99_ms", at(wall_ms, 0.99)},
          {"max_ms", at(wall_ms, 1)},   {"cpu_p50_ms", at(cpu_ms, 0.5)}, {"cpu_p99_ms", at(cpu_ms, 0.99)},
          {"cpu_max_ms", at(cpu_ms, 1)}};
}

Json recorded_file(std::string const& file) {
  std::vector<history::Record> records;
  std::uint64_t n = 0, bytes = 0;
  need(bench::records_of_file(file, [&](history::Record&& r) {
    n += r.n;
    bytes += r.bytes.size();
    records.push_back(std::move(r));
  }));
  std::string const columns = history::encode_columns(records);
  auto const per = [&](std::uint64_t b) { return static_cast<double>(b) / static_cast<double>(n); };
  return {{"file", file},
          {"observations", n},
          {"entities", history::describe_columns(columns)->entities.size()},
          {"bytes_per_observation_on_the_wire", per(bytes)},
          {"bytes_per_observation", per(columns.size())},
          {"bytes_per_observation_by_column", parts_of(records)}};
}

Json raw_sqlite(Options const& options) {
  auto const limits = bench::measure_limits(std::string(9'000, 'x'), options.folder + "-limit");
  return {{"observations_per_second_in_9_kB_rows", limits.sqlite_observations_per_s}};
}

void print(Json const& results, std::string const& indent = "") {
  for (auto const& [key, value] : results.items()) {
    if (!value.is_object()) {
      fmt::print("{}{:<52} {}\n", indent, key,
                 value.is_number_float() ? fmt::format("{:.4g}", value.get<double>()) : value.dump());
      continue;
    }
    fmt::print("{}{}\n", indent, key);
    print(value, indent + "  ");
  }
}

int run(Options const& options) {
  Json results;
  if (!options.ais.empty()) results["recorded_file"] = recorded_file(options.ais);
  results["recording"] = record_fleet(options);
  results["raw_sqlite"] = raw_sqlite(options);
  results["seek_before_compaction"] = measure_seeks(options);
  results["compaction"] = compact(options);
  results["seek"] = measure_seeks(options);
  if (options.json)
    fmt::print("{}\n", results.dump(2));
  else
    print(results);
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  CLI::App cli("Recording, compaction and looking back");
  Options options;
  cli.add_option("--ais", options.ais, "a recorded file of NMEA lines with tag blocks");
  cli.add_option("--fleet", options.fleet, "ships, TOML")->capture_default_str();
  cli.add_option("--folder", options.folder, "of the history; emptied first")->capture_default_str();
  cli.add_option("--hours", options.hours, "of twin time")->capture_default_str();
  cli.add_option("--copies", options.copies, "of the fleet")->capture_default_str();
  cli.add_option("--seeks", options.seeks, "to random instants")->capture_default_str();
  cli.add_flag("--json", options.json, "machine-readable");
  CLI11_PARSE(cli, argc, argv);
  try {
    return run(options);
  } catch (std::exception const& e) {
    fmt::print(stderr, "bench_history: {}\n", e.what());
    return 1;
  }
}
