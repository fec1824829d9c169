// twinctl fuse: a file of observations through the fusion of the twin, without sockets.
#include "twin/app/city_surface.hpp"
#include "twin/app/commands.hpp"
#include "twin/app/json_lines.hpp"
#include "twin/app/status.hpp"
#include "twin/fusion/fuse.hpp"
#include "twin/state/snapshot_store.hpp"

#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using Json = nlohmann::json;

struct FuseOptions {
  std::string file, city, figures;
  bool json = false, strict = false;
  double every_s = 0, most_age_s = 0;
};

constexpr char kFuseAbout[] =
    R"(FILE holds one JSON object a line, in order of arrival, its fields named as in twin/wire/wire.proto:
  {"entity":"mmsi:412345678","kind":"VESSEL","t_obs":"2026-09-26T08:40:00Z","fix":{"lon_deg":121.8,"lat_deg":38.9,"sigma_m":10}}
docs/fuse.md has the schema. Lines that are no observation are counted by reason and left out.

Examples:
  twinctl fuse day.jsonl                            tracks at the end, as a table
  twinctl fuse day.jsonl --json | jq .lines.rejects
  twinctl fuse day.jsonl --every 10 > tracks.jsonl  every track each 10 s, for `twinctl score`)";

/// Where a track is at `t`, carried on from its newest observation in a straight line.
std::string state_line(state::TrackView track, Instant t) {
  double const age = to_seconds(t - track->t_obs);
  MapPoint const p{track->position.east_m + age * track->velocity_east_mps,
                   track->position.north_m + age * track->velocity_north_mps};
  auto const geo = to_geo(p);
  return Json{{"t", format_utc(t, 3)},
              {"entity", track.details().entity},
              {"kind", to_string(track->kind)},
              {"lon_deg", geo.lon_deg},
              {"lat_deg", geo.lat_deg},
              {"east_m", p.east_m},
              {"north_m", p.north_m},
              {"velocity_east_mps", track->velocity_east_mps},
              {"velocity_north_mps", track->velocity_north_mps},
              {"age_s", age},
              {"sources", state::sources_newest_first(track)}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

class FileFusion {
 public:
  /// `surface`: land, sea and roads, or null.
  FileFusion(FuseOptions const& options, fusion::Parameters const& parameters, fusion::SurfaceMap const* surface)
      : options_(options), every_(from_seconds(options.every_s)), fusion_(parameters) {
    fusion_.set_surface(surface);
  }

  std::optional<LineReject> take(std::string_view line) {
    ObservationLine read;
    if (auto reject = read_observation(line, read)) return reject;
    Instant const t = from_unix_ns(static_cast<std::int64_t>(read.observation.t_rx()));
    print_until(t);
    batch_.set_source(read.source);
    batch_.set_epoch(1);
    batch_.set_provenance(read.provenance);
    batch_.clear_observations();
    batch_.add_observations()->Swap(&read.observation);
    fusion_.take(t, batch_);
    return std::nullopt;
  }

  /// The last instant of --every that the file reaches.
  void finish() {
    if (started_) print_until(fusion_.time() + Duration(1));
  }

  fusion::Fusion& fusion() { return fusion_; }

 private:
  /// All instants of --every before `t`: what arrives at an instant belongs to it.
  void print_until(Instant t) {
    if (every_ <= Duration::zero()) return;
    if (!started_ || (fusion_.track_count() == 0 && next_ < t)) next_ = first_from(t);
    started_ = true;
    while (next_ < t) {
      fusion_.advance(next_);
      fusion_.for_each([&](state::TrackView track) { print(track); });
      next_ += every_;
      if (fusion_.track_count() == 0 && next_ < t) next_ = first_from(t);
    }
  }

  void print(state::TrackView track) const {
    bool const fresh = options_.most_age_s <= 0 || to_seconds(next_ - track->t_obs) <= options_.most_age_s;
    if (track->has_position && fresh) fmt::print("{}\n", state_line(track, next_));
  }

  /// The first whole multiple of --every not before `t`.
  Instant first_from(Instant t) const {
    auto const n = (t.time_since_epoch() + every_ - Duration(1)) / every_;
    return Instant(n * every_);
  }

  FuseOptions const& options_;
  Duration every_;
  Instant next_{};
  bool started_ = false;
  fusion::Fusion fusion_;
  wire::Batch batch_;
};

std::string outcomes_json(fusion::Fusion const& fusion) {
  Json out = Json::object();
  for (auto const& [source, counters] : fusion.outcomes())
    for (auto const& [name, n] : counters)
      out[source][name] = n;
  return out.dump();
}

state::Snapshot snapshot_of(fusion::Fusion& fusion) {
  state::SnapshotStore store(1);
  auto const changes = fusion.take_changes();
  return *store.publish(fusion.time(), changes.changed, changes.removed);
}

void print_end(FuseOptions const& options, LineCounts const& lines, fusion::Fusion& fusion) {
  if (options.every_s > 0) {
    fmt::print(stderr, "{}", lines.text(options.file));
    return;
  }
  auto const snapshot = snapshot_of(fusion);
  if (options.json) {
    Json document = Json::parse(tracks_json(snapshot, fusion.time()));
    document["lines"] = Json::parse(lines.json());
    document["fusion"] = Json::parse(outcomes_json(fusion));
    fmt::print("{}\n", document.dump());
    return;
  }
  print_track_table(snapshot, fusion.time());
  for (auto const& [source, counters] : fusion.outcomes()) {
    fmt::print("{}:", source);
    for (auto const& [name, n] : counters)
      fmt::print(" {} {}", n, name);
    fmt::print("\n");
  }
  fmt::print(stderr, "{}", lines.text(options.file));
}

int fuse(FuseOptions const& options) {
  auto parameters = fusion::default_parameters();
  if (!options.figures.empty())
    if (auto const read = fusion::read_parameters(options.figures, parameters); !read) return fail(read.error());
  std::unique_ptr<CitySurface> surface;
  if (!options.city.empty()) {
    auto read = CitySurface::read(options.city);
    if (!read) return fail(read.error());
    surface = std::move(read).value();
  }
  FileFusion fusion(options, parameters, surface.get());
  auto const lines = read_file(options.file, [&](std::string_view line) { return fusion.take(line); });
  if (!lines) return fail(lines.error());
  if (lines->lines == lines->blank) return fail(fmt::format("{} is empty: it holds no observation", options.file));
  if (lines->used == 0)
    return fail(fmt::format("{} holds no observation of docs/fuse.md; {}", options.file, lines->why()));
  fusion.finish();
  print_end(options, *lines, fusion.fusion());
  return options.strict && !lines->rejects.empty() ? 1 : 0;
}

} // namespace

Command fuse_command(CLI::App& twinctl) {
  auto const options = std::make_shared<FuseOptions>();
  auto* const entry = twinctl.add_subcommand("fuse", "tracks from a file of observations, without a twin");
  entry->footer(kFuseAbout);
  entry->add_option("FILE", options->file, "observations, one JSON object a line; - reads standard input")->required();
  entry->add_flag("--json", options->json, "one document: tracks as `twinctl tracks --json` has them, lines, outcomes");
  entry->add_option("--every", options->every_s, "prints every track each so many seconds, one JSON object a line")
      ->check(CLI::Range(0.001, 86'400.0));
  entry->add_option("--max-age", options->most_age_s, "with --every: leaves out tracks silent for longer, seconds")
      ->check(CLI::Range(0.001, 86'400.0));
  entry
      ->add_option("--city", options->city,
                   "baked city (surface.bin or its folder): ships on land and vehicles off the road are flagged")
      ->check(CLI::ExistingPath);
  entry->add_option("--fusion", options->figures, "TOML file that changes figures of fusion")->check(CLI::ExistingFile);
  entry->add_flag("--strict", options->strict, "a rejected line makes the exit status 1");
  return {entry, [options] { return fuse(*options); }};
}

} // namespace dalian::app
