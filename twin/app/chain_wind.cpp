#include "twin/app/chain_wind.hpp"

#include "connectors/weather/feed.hpp"
#include "connectors/weather/to_wire.hpp"
#include "twin/app/deltas.hpp"
#include "twin/app/solve_commands.hpp"
#include "twin/base/sun.hpp"
#include "twin/hazard/dispersion.hpp"

#include <cmath>
#include <fmt/format.h>

namespace dalian::app {
namespace {

/// Wind and sky at a time and place.
struct Sky {
  double speed_mps = 0;
  std::optional<double> from_deg, cloud_share;
  Instant t;
};

constexpr char kRemedy[] = "give the wind by --wind FROM,SPEED";

/// As given, else by sun and cloud, else neutral.
void set_class(ChainWind& out, WindOptions const& options, Sky const& sky, MapPoint place) {
  out.from_deg = sky.from_deg;
  out.weather.wind_10m_mps = sky.speed_mps;
  if (!options.stability.empty()) {
    out.weather.stability = static_cast<hazard::Stability>(options.stability[0] - 'A');
    out.class_by = "as given";
  } else if (sky.cloud_share) {
    double const elevation = sun_position(sky.t, to_geo(place)).elevation_rad;
    out.weather.stability = hazard::stability_by_sky(sky.speed_mps, elevation, *sky.cloud_share);
    out.class_by =
        fmt::format("{}, {:.0f} % cloud, EPA-454/R-99-005", elevation > 0 ? "day" : "night", 100 * *sky.cloud_share);
  } else {
    out.weather.stability = hazard::Stability::d;
    out.class_by = "assumed: a still clear night is F and reaches farther, --class";
  }
}

Result<Sky> given_wind(std::string const& text) {
  double from = 0, speed = 0;
  char more = 0;
  if (std::sscanf(text.c_str(), "%lf,%lf%c", &from, &speed, &more) != 2 || !(from >= 0 && from <= 360) ||
      !(speed >= 0 && speed <= 60))
    return Error{fmt::format("--wind '{}': write FROM,SPEED, such as 20,2.1: degrees 0…360, m/s 0…60", text)};
  return Sky{speed, from, {}, {}};
}

/// The newest report of the file that has a wind.
Result<Sky> wind_of_metar(std::string const& file, Instant now, std::string& by) {
  auto const text = read_whole(file);
  if (!text) return Error{text.error()};
  std::optional<Sky> newest;
  std::size_t unread = 0;
  for (std::string const& line : weather::split_reports(*text)) {
    auto const parsed = weather::parse_metar(line);
    auto const t = parsed.report ? weather::report_time(*parsed.report, now) : std::nullopt;
    if (!t || !parsed.report->wind_speed_mps) {
      ++unread;
      continue;
    }
    if (newest && *t < newest->t) continue;
    auto const cover = weather::cloud_cover_pct(*parsed.report);
    newest = Sky{*parsed.report->wind_speed_mps, parsed.report->wind_from_deg,
                 cover ? std::optional(*cover / 100) : std::nullopt, *t};
    by = fmt::format("{}, {}", parsed.report->station, format_utc(*t));
  }
  if (!newest)
    return Error{fmt::format("--metar {}: no report with a wind ({} lines without): {}", file, unread, kRemedy)};
  if (unread > 0) by += fmt::format(", {} lines without a wind", unread);
  return *newest;
}

Result<Live> ask_twin(TwinOptions const& twin) {
  wire::Request request;
  request.mutable_snapshot();
  std::vector<wire::Reply> replies;
  if (!ask(twin, request, replies)) return Error{std::string("--from-twin: no answer; or ") + kRemedy};
  std::vector<wire::Snapshot> parts;
  for (auto& reply : replies)
    parts.push_back(std::move(*reply.mutable_snapshot()));
  MirrorState mirror;
  mirror.take_snapshot(parts);
  return Live{*mirror.snapshot(), mirror.clock().feed ? mirror.time() : SystemClock().now()};
}

/// The nearest station that told a wind not long ago.
Result<Sky> wind_of_twin(Live const& live, MapPoint place, std::string& by) {
  constexpr double kOldest_s = 7200;
  std::optional<Sky> nearest;
  double best_m = INFINITY;
  live.snapshot.for_each([&](state::TrackView t) {
    auto const *from = state::reading_of(t, "wind_from_deg"), *speed = state::reading_of(t, "wind_speed_mps"),
               *cloud = state::reading_of(t, "cloud_cover_pct");
    if (speed == nullptr || !t->has_position) return;
    double const age_s = to_seconds(live.now - speed->t_obs), away_m = distance_m(t->position, place);
    if (age_s > kOldest_s || away_m >= best_m) return;
    best_m = away_m;
    nearest = Sky{speed->value, from != nullptr ? std::optional(from->value) : std::nullopt,
                  cloud != nullptr ? std::optional(cloud->value / 100) : std::nullopt, live.now};
    by = fmt::format("{}, {:.0f} km away, {:.0f} min ago", t.details().entity, away_m / 1e3, age_s / 60);
  });
  if (!nearest)
    return Error{fmt::format("--from-twin: no station of that twin told wind_speed_mps within two hours: start "
                             "`twinfeed weather`, or {}",
                             kRemedy)};
  return *nearest;
}

Result<Sky> find_sky(WindOptions const& options, TwinOptions const& twin, MapPoint place, ChainWind& out) {
  if (!options.wind.empty()) {
    out.by = "as given";
    return given_wind(options.wind);
  }
  if (!options.metar.empty()) {
    auto const now = options.at.empty() ? Result<Instant>(SystemClock().now()) : parse_utc(options.at);
    if (!now) return Error{"--at: " + now.error()};
    return wind_of_metar(options.metar, *now, out.by);
  }
  auto live = ask_twin(twin);
  if (!live) return Error{live.error()};
  out.live = std::move(live).value();
  return wind_of_twin(*out.live, place, out.by);
}

} // namespace

Result<ChainWind> find_wind(WindOptions const& options, TwinOptions const& twin, MapPoint place) {
  int const ways = int{!options.wind.empty()} + int{!options.metar.empty()} + int{options.from_twin};
  if (ways != 1)
    return Error{fmt::format("chain: {}: by --wind FROM,SPEED, or --metar FILE, or --from-twin",
                             ways == 0 ? "no wind is given" : "the wind is given more than once")};
  ChainWind out;
  auto const sky = find_sky(options, twin, place, out);
  if (!sky) return Error{sky.error()};
  set_class(out, options, *sky, place);
  return out;
}

} // namespace dalian::app
