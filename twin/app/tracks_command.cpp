#include "twin/app/commands.hpp"
#include "twin/app/deltas.hpp"
#include "twin/app/status.hpp"

#include <fmt/format.h>
#include <memory>

namespace dalian::app {
void print_track_table(state::Snapshot const& snapshot, Instant now) {
  fmt::print("{:<22} {:<17} {:<10} {:>9} {:>8} {}\n", "entity", "kind", "provenance", "age s", "updates", "name");
  snapshot.for_each([&](state::TrackView t) {
    auto const& d = t.details();
    fmt::print("{:<22} {:<17} {:<10} {:>9.1f} {:>8} {}\n", d.entity, to_string(t->kind), to_string(t->provenance),
               to_seconds(now - t->t_obs), t->updates, d.vessel->name.empty() ? d.aid->name : d.vessel->name);
  });
}

namespace {

int print_tracks(TwinOptions const& options) {
  wire::Request request;
  request.mutable_snapshot();
  std::vector<wire::Reply> replies;
  if (!ask(options, request, replies)) return 1;
  std::vector<wire::Snapshot> parts;
  for (auto& reply : replies)
    parts.push_back(std::move(*reply.mutable_snapshot()));
  MirrorState mirror;
  mirror.take_snapshot(parts);
  auto const now = mirror.clock().feed ? mirror.time() : SystemClock().now();
  if (options.json)
    fmt::print("{}\n", tracks_json(*mirror.snapshot(), now));
  else
    print_track_table(*mirror.snapshot(), now);
  return 0;
}

int print_tracks_at(TwinOptions const& options, std::string const& text) {
  Past past(options);
  return past.open(text) ? print_tracks(past.there()) : 1;
}

} // namespace

Command tracks_command(CLI::App& twinctl) {
  auto const options = std::make_shared<TwinOptions>();
  auto* const entry = twinctl.add_subcommand("tracks", "every track with position, covariance, age and sources");
  add_twin_options(*entry, *options);
  auto const at = std::make_shared<std::string>();
  entry->add_option("--at", *at, "an instant of the twin's history instead of now, such as 2026-11-26T08:00:00Z");
  return {entry, [options, at] { return at->empty() ? print_tracks(*options) : print_tracks_at(*options, *at); }};
}

} // namespace dalian::app
