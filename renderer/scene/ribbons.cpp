#include "renderer/scene/ribbons.hpp"

#include "renderer/scene/ribbon_weaver.hpp"

#include <cmath>
#include <map>

namespace dalian::scene {
namespace {

static_assert(static_cast<std::uint32_t>(view::RouteClass::expressway) == RIBBON_EXPRESSWAY &&
              static_cast<std::uint32_t>(view::RouteClass::test_route) == RIBBON_TEST_ROUTE);

/// Sections at mouths, by route and place along it in millimetres.
using Mouths = std::map<std::pair<std::uint32_t, std::int64_t>, Section>;

std::pair<std::uint32_t, std::int64_t> key_of(std::uint32_t route, double along_m) {
  return {route, std::llround(along_m * 1000)};
}

void weave_links(view::City const& city, std::vector<std::vector<Link>> const& links, Tracer const& tracer,
                 Weaver& weaver, Mouths& mouths) {
  for (std::uint32_t i = 0; i < city.routes.size(); ++i) {
    view::Route const& route = city.routes[i];
    if (route.kind == view::RouteClass::test_route) continue; // data, drawn as such; a road lies under it
    bool const street = view::is_street(route.kind) || route.kind == view::RouteClass::expressway;
    view::StreetProfile profile = street ? view::street_profile(route) : view::StreetProfile{route.width_m / 2, 0, 1};
    for (Link const& link : links[i]) {
      auto const sections = tracer.sections(route, profile, link);
      if (sections.size() < 2) continue;
      weaver.link(sections, route, profile, link, ENTITY_ROUTE | i);
      mouths[key_of(i, link.from_m)] = sections.front();
      mouths[key_of(i, link.to_m)] = sections.back();
    }
  }
}

void weave_junctions(view::City const& city, std::vector<view::Junction> const& junctions, Mouths const& mouths,
                     Weaver& weaver) {
  for (view::Junction const& found : junctions) {
    view::Junction junction = found;
    std::vector<Section> sections;
    std::vector<view::StreetProfile> profiles;
    std::erase_if(junction.arms, [&](view::JunctionArm const& arm) {
      auto const it = mouths.find(key_of(arm.route, arm.along_m));
      if (it == mouths.end()) return true;
      sections.push_back(it->second);
      profiles.push_back(view::street_profile(city.routes[arm.route]));
      return false;
    });
    if (junction.arms.size() > 1) weaver.junction(junction, sections, profiles, ENTITY_ROUTE | junction.arms[0].route);
  }
}

} // namespace

RibbonScene make_ribbons(view::City const& city, view::Terrain const& terrain, MapPoint origin,
                         RibbonSettings const& settings) {
  RibbonScene scene;
  Tracer const tracer(terrain, settings);
  Weaver weaver(scene, origin, tracer);
  auto const junctions = view::find_junctions(city.routes);
  Mouths mouths;
  weave_links(city, view::cut_links(city.routes, junctions), tracer, weaver, mouths);
  weave_junctions(city, junctions, mouths, weaver);
  weaver.finish();
  return scene;
}

} // namespace dalian::scene
