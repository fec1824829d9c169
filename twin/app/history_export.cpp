// twinctl history export.
#include "twin/app/commands.hpp"
#include "twin/app/history_commands.hpp"
#include "twin/app/history_place.hpp"
#include "twin/export/exporter.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <iostream>

namespace dalian::app {
namespace {

constexpr Duration kSettled = std::chrono::hours(1); // twin time steps back at most so far: behind it nothing comes

std::atomic<bool> g_stop = false; // set by the signal handler, which can reach nothing else
void stop(int) {
  g_stop = true;
}

/// "road_vehicle" → ROAD_VEHICLE.
std::optional<wire::Kind> kind_named(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  wire::Kind kind{};
  return wire::Kind_Parse(name, &kind) ? std::optional(kind) : std::nullopt;
}

Result<exports::Selection> selection_of(HistoryOptions const& options) {
  exports::Selection s;
  for (auto const& [text, name, into] :
       {std::tuple{&options.from, "--from", &s.from}, std::tuple{&options.to, "--to", &s.to}}) {
    if (text->empty()) continue;
    auto const t = parse_utc(*text);
    if (!t) return Error{fmt::format("{}: {}", name, t.error())};
    *into = *t;
  }
  s.entities = options.entities;
  for (auto const& name : options.kinds) {
    auto const kind = kind_named(name);
    if (!kind) return Error{fmt::format("--kind: '{}' is none; see twinctl tracks for the names", name)};
    s.kinds.push_back(*kind);
  }
  return s;
}

struct Count {
  std::uint64_t observations = 0, not_understood = 0;
  Instant last{};
};

Result<Count> run(HistoryOptions const& options, exports::Selection const& selection, exports::Exporter& exporter,
                  std::ostream& out) {
  Count count;
  Progress progress("exporting");
  auto const visit = [&](history::Record&& r) {
    if (r.t_twin - kSettled > selection.to || g_stop || !out) return false;
    if (r.kind != history::RecordKind::batch) return true;
    wire::Batch batch;
    if (!batch.ParseFromString(r.bytes)) {
      ++count.not_understood;
      return true;
    }
    for (auto const& o : batch.observations())
      if (exports::is_selected(selection, r.t_twin, o)) {
        exporter.take({r.t_twin, r.source, batch.provenance(), o});
        ++count.observations;
      }
    count.last = r.t_twin;
    progress.tell(fmt::format("{} observations, {}", count.observations, format_utc(r.t_twin)));
    return true;
  };
  auto const replayed = open_history_reader(options.folder)->replay(selection.from, visit);
  if (!replayed) return Error{replayed.error()};
  if (auto const done = exporter.finish(); !done) return Error{done.error()};
  if (replayed->damaged_chunks > 0)
    fmt::print(stderr, "twinctl: {} rows are damaged and were left out; see twinctl history verify\n",
               replayed->damaged_chunks);
  return count;
}

int tell(HistoryOptions const& options, Count const& count) {
  if (count.not_understood > 0)
    fmt::print(stderr, "twinctl: {} batches are not understood and were left out\n", count.not_understood);
  if (g_stop)
    return fail(
        fmt::format("stopped: {} observations up to {} are written", count.observations, format_utc(count.last, 3)));
  if (options.out != "-") fmt::print(stderr, "twinctl: {} observations in {}\n", count.observations, options.out);
  return 0;
}

} // namespace

int export_history(HistoryOptions const& options) {
  auto const selection = selection_of(options);
  if (!selection) return fail(selection.error());
  std::ofstream file;
  if (options.out != "-") file.open(options.out, std::ios::binary);
  std::ostream& out = options.out == "-" ? std::cout : file;
  if (!out) return fail(fmt::format("{}: cannot be written; name another with --out", options.out));
  std::signal(SIGINT, stop);
  std::signal(SIGTERM, stop);
  auto const& all = exports::formats();
  auto const format = std::find_if(all.begin(), all.end(), [&](auto const& f) { return f.name == options.format; });
  auto const exporter = format->make(out);
  auto const count = run(options, *selection, *exporter, out);
  if (!count) return fail(count.error());
  if (!out.flush()) return fail(fmt::format("{}: cannot be written to its end; is the disk full?", options.out));
  return tell(options, *count);
}

} // namespace dalian::app
