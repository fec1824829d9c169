#include "twin/app/chain_text.hpp"

#include "twin/app/geojson_text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace dalian::app {
namespace {

using nlohmann::ordered_json;
using whatif::Chain;
using whatif::Detour;

constexpr double kSeldom = .05; // vehicles an hour: not printed
constexpr std::array kKinds{"cars", "trucks", "dangerous goods"};

std::string level_of(hazard::Ring const& ring) {
  if (ring.unit == "W/m²") return fmt::format("{:g} kW/m²", ring.level / 1e3);
  if (ring.unit == "Pa") return fmt::format("{:g} kPa", ring.level / 1e3);
  return fmt::format("{} ({:g} {})", ring.name, ring.level, ring.unit);
}

std::string wind_of(Chain const& chain) {
  return chain.from_deg ? fmt::format("from {:.0f}°", *chain.from_deg) : "from anywhere";
}

/// Entities of road vehicles that are in the area now.
std::vector<std::string> vehicles_in(Live const& live, plan::MapRing const& area) {
  std::vector<std::string> out;
  live.snapshot.for_each([&](state::TrackView t) {
    if (t->kind == state::Kind::road_vehicle && t->life == state::Life::live && t->has_position &&
        plan::contains(area, t->position))
      out.push_back(t.details().entity);
  });
  std::sort(out.begin(), out.end());
  return out;
}

template <class List, class Say>
void print_first(List const& list, std::size_t most, Say&& say) {
  for (std::size_t i = 0; i < std::min(list.size(), most); ++i)
    say(list[i]);
  if (list.size() > most) fmt::print("  … and {} more\n", list.size() - most);
}

void print_release(Chain const& chain, ChainWind const& wind) {
  auto const& r = chain.release;
  fmt::print("{}: {}, {}\n", chain.vessel, chain.substance, word_of(r.failure));
  fmt::print("wind {:.1f} m/s {} ({})\n", wind.weather.wind_10m_mps, wind_of(chain), wind.by);
  fmt::print("class {} ({})\n", letter_of(wind.weather.stability), wind.class_by);
  fmt::print("{:.3g} t leave the vessel{}, {:.3g} t of them into the air\n", r.mass_kg / 1e3,
             r.duration_s > 0 ? fmt::format(" in {:.0f} min", r.duration_s / 60) : " at once", r.air_kg / 1e3);
  for (std::size_t c = 0; c < chain.contours.size(); ++c)
    fmt::print("  {:<12} {:<34} {:>7.0f} m{}\n", word_of(chain.contours[c].effect), level_of(chain.contours[c].ring),
               chain.contours[c].ring.farthest_m(), c == chain.closing ? "  this area is closed" : "");
  if (chain.indoors_m > 0) fmt::print("  {:<12} {:<34} {:>7.0f} m\n", "", "AEGL-2 in shut houses", chain.indoors_m);
}

void print_traffic(Chain const& chain) {
  Detour const& d = *chain.detour;
  fmt::print("\nroads of the peak hour, vehicles an hour (gap {:.0e})\n", d.gap);
  fmt::print("  closed: {:.1f} km of {} roads\n", d.closed_km, d.closed.size());
  fmt::print("  {:<16} {:>9} {:>9} {:>10} {:>15} {:>14}\n", "", "drive", "cut off", "go round", "they lose, h/h",
             "others, h/h");
  for (std::size_t k = 0; k < whatif::kDetourKinds; ++k) {
    auto const& c = d.classes[k];
    fmt::print("  {:<16} {:>9.0f} {:>9.0f} {:>10.1f} {:>15.2f} {:>14.2f}\n", kKinds[k], c.trips, c.cut_off, c.detoured,
               c.longer_h, c.others_h);
  }
  double cut_off = 0;
  for (auto const kind : {whatif::DetourKind::car, whatif::DetourKind::truck})
    cut_off += d.classes[static_cast<std::size_t>(kind)].cut_off;
  fmt::print("  closed for {:.0f} min at least: those cut off then wait {:.1f} vehicle hours\n", chain.closed_s / 60,
             chain.waiting_h(cut_off));
  auto trips = d.trips;
  std::erase_if(trips, [](auto const& t) { return t.vehicles_h < kSeldom; });
  if (!trips.empty()) fmt::print("  who goes round\n");
  print_first(trips, 12, [](whatif::DetourTrip const& t) {
    fmt::print("    {:<16} {} → {}: {:.1f} an hour, {:.0f} → {:.0f} min\n", kKinds[static_cast<std::size_t>(t.kind)],
               t.from, t.to, t.vehicles_h, t.before_min, t.after_min);
  });
  if (!d.gates.empty()) fmt::print("  gates that nobody reaches, cars and trucks in and out\n");
  print_first(d.gates, 12, [](whatif::ClosedGate const& g) {
    fmt::print("    {:<44} {:>8.0f} {:>8.1f}\n", g.id, g.cars_h, g.trucks_h);
  });
  if (!d.crowded.empty())
    fmt::print("  over capacity only now: {} roads, such as {}\n", d.crowded.size(), d.crowded.front());
}

void print_people(whatif::ChainPeople const& people) {
  fmt::print("\npeople{}\n", people.arrival_s > 0 ? fmt::format("; the cloud is at the first of them after {:.0f} min",
                                                                people.arrival_s / 60)
                                                  : "");
  fmt::print("  {:>4} {:>12} {:>10} {:>16} {:>16} {:>19}\n", "hour", "in the area", "outdoors", "lasting harm",
             "expected to die", "all out after, min");
  for (std::size_t h = 0; h < 24; ++h)
    fmt::print("  {:>4} {:>12.0f} {:>10.0f} {:>16.0f} {:>16.2f} {:>19.0f}\n", h, people.inside[h], people.outdoors[h],
               people.harmed[h], people.dying[h], people.evacuation_s[h] / 60);
  print_first(people.parcels, 8,
              [](auto const& one) { fmt::print("  {:<46} {:>8.0f} at most\n", one.first, one.second); });
}

void add_roads(Detour const& d, plan::Layout const& layout, ordered_json& features) {
  constexpr double kSeen_pcu_h = 1;
  for (auto const& [id, change] : d.change_pcu_h) {
    bool const closed = std::binary_search(d.closed.begin(), d.closed.end(), id);
    auto const road = layout.find(plan::Layer::road, id);
    if (!road || (!closed && std::abs(change) < kSeen_pcu_h)) continue;
    features.push_back(geojson_feature("LineString", plan::to_map(road->shape("line")),
                                       {{"what", "road"}, {"id", id}, {"closed", closed}, {"change_pcu_h", change}}));
  }
  for (auto const& t : d.trips)
    for (bool const after : {false, true})
      if (auto const& line = after ? t.after : t.before; line.size() > 1)
        features.push_back(geojson_feature("LineString", line,
                                           {{"what", after ? "way_now" : "way_before"},
                                            {"who", kKinds[static_cast<std::size_t>(t.kind)]},
                                            {"from", t.from},
                                            {"to", t.to},
                                            {"vehicles_h", t.vehicles_h},
                                            {"minutes", after ? t.after_min : t.before_min}}));
}

ordered_json traffic_json(Detour const& d) {
  ordered_json out{{"closed", d.closed},
                   {"closed_km", d.closed_km},
                   {"gap", d.gap},
                   {"crowded", d.crowded},
                   {"exits_m", d.exits_m},
                   {"classes", ordered_json::array()},
                   {"trips", ordered_json::array()},
                   {"gates", ordered_json::array()}};
  for (std::size_t k = 0; k < whatif::kDetourKinds; ++k)
    out["classes"].push_back({{"name", kKinds[k]},
                              {"trips_h", d.classes[k].trips},
                              {"cut_off_h", d.classes[k].cut_off},
                              {"go_round_h", d.classes[k].detoured},
                              {"they_lose_vehicle_h_h", d.classes[k].longer_h},
                              {"others_lose_vehicle_h_h", d.classes[k].others_h}});
  for (auto const& t : d.trips)
    out["trips"].push_back({{"who", kKinds[static_cast<std::size_t>(t.kind)]},
                            {"from", t.from},
                            {"to", t.to},
                            {"vehicles_h", t.vehicles_h},
                            {"before_min", t.before_min},
                            {"after_min", t.after_min}});
  for (auto const& g : d.gates)
    out["gates"].push_back({{"id", g.id}, {"cars_h", g.cars_h}, {"trucks_h", g.trucks_h}});
  for (auto const& [id, change] : d.change_pcu_h)
    if (change != 0) out["change_pcu_h"][id] = change;
  return out;
}

} // namespace

void print_chain(Chain const& chain, ChainWind const& wind) {
  print_release(chain, wind);
  if (chain.detour) print_traffic(chain);
  if (wind.live) {
    auto const inside = vehicles_in(*wind.live, chain.area());
    fmt::print("\nroad vehicles in the area now: {}\n", inside.size());
    print_first(inside, 20, [](std::string const& id) { fmt::print("  {}\n", id); });
  }
  print_people(chain.people);
  for (plan::Finding const& f : chain.findings)
    fmt::print("  {}\n", to_text(f));
}

ordered_json chain_json(Chain const& chain, ChainWind const& wind) {
  ordered_json out{{"vessel", chain.vessel},
                   {"substance", chain.substance},
                   {"failure", word_of(chain.release.failure)},
                   {"wind_10m_mps", wind.weather.wind_10m_mps},
                   {"wind_from_deg", chain.from_deg ? ordered_json(*chain.from_deg) : ordered_json(nullptr)},
                   {"wind_by", wind.by},
                   {"class", std::string(1, letter_of(wind.weather.stability))},
                   {"class_by", wind.class_by},
                   {"mass_kg", chain.release.mass_kg},
                   {"air_kg", chain.release.air_kg},
                   {"duration_s", chain.release.duration_s},
                   {"closed_s", chain.closed_s},
                   {"indoors_m", chain.indoors_m},
                   {"contours", ordered_json::array()},
                   {"people",
                    {{"inside", chain.people.inside},
                     {"outdoors", chain.people.outdoors},
                     {"harmed", chain.people.harmed},
                     {"dying", chain.people.dying},
                     {"evacuation_s", chain.people.evacuation_s},
                     {"arrival_s", chain.people.arrival_s},
                     {"farthest_m", chain.people.farthest_m},
                     {"parcels", chain.people.parcels}}}};
  for (std::size_t c = 0; c < chain.contours.size(); ++c)
    out["contours"].push_back({{"effect", word_of(chain.contours[c].effect)},
                               {"level", level_of(chain.contours[c].ring)},
                               {"reach_m", chain.contours[c].ring.farthest_m()},
                               {"closes", c == chain.closing}});
  if (chain.detour) out["traffic"] = traffic_json(*chain.detour);
  if (wind.live) out["vehicles_inside"] = vehicles_in(*wind.live, chain.area());
  return out;
}

std::string chain_geojson(Chain const& chain, plan::Layout const& layout) {
  ordered_json out{{"type", "FeatureCollection"}, {"features", ordered_json::array()}};
  auto& features = out["features"];
  features.push_back(
      geojson_feature("Point", {chain.at}, {{"what", "vessel"}, {"id", chain.vessel}, {"substance", chain.substance}}));
  for (std::size_t c = 0; c < chain.contours.size(); ++c)
    features.push_back(geojson_feature("Polygon", chain.contours[c].outline,
                                       {{"what", "contour"},
                                        {"effect", word_of(chain.contours[c].effect)},
                                        {"level", level_of(chain.contours[c].ring)},
                                        {"reach_m", chain.contours[c].ring.farthest_m()},
                                        {"closes", c == chain.closing}}));
  for (auto const& [id, most] : chain.people.parcels)
    if (auto const parcel = layout.find(plan::Layer::parcel, id))
      features.push_back(geojson_feature("Polygon", plan::to_map(parcel->shape("outline")),
                                         {{"what", "people"}, {"id", id}, {"at_most", most}}));
  if (chain.detour) add_roads(*chain.detour, layout, features);
  return out.dump() + "\n";
}

} // namespace dalian::app
