#pragma once
// A session on a small town whose only engine counts its buildings, and what a planner does in it.
#include "tests/plan/random_edits.hpp"
#include "tests/support/wait.hpp"
#include "twin/planner/figures.hpp"
#include "twin/planner/session.hpp"

#include <atomic>

namespace dalian::planner::testing {

using plan::Layer;

inline whatif::Evaluation counted(whatif::Inputs const& inputs, double error) {
  double buildings = 0;
  inputs.for_each(Layer::building, [&](plan::Entity const&) { ++buildings; });
  whatif::Evaluation out;
  out.kpis = {{"buildings", "", buildings, buildings, buildings, "", "counted", error}};
  out.certificates = {{"count", error, 1, ""}};
  return out;
}

inline whatif::Engine engine(std::string name, std::function<whatif::Evaluation(whatif::Inputs const&)> run) {
  whatif::Engine out;
  out.name = std::move(name);
  out.reads = {{Layer::building, {"outline"}}};
  out.run = std::move(run);
  return out;
}

inline whatif::Engine counting(double error = 0) {
  return engine("count", [error](auto const& inputs) { return counted(inputs, error); });
}

inline Session session(std::vector<whatif::Engine> engines, std::vector<std::string> const& slow = {}) {
  return Session({plan::testing::town(), split(engines, slow), nullptr, {}, 1});
}

inline bool settled(Session const& s) {
  return test::wait_until([&] { return !s.answer_is_old() && !s.busy(); });
}

/// In the middle of a parcel of the town, away from its streets.
inline MapPoint spot(int column, int row) {
  return to_map(GeoPoint{121.602 + 0.004 * column, 39.202 + 0.004 * row});
}

inline Done build(Session& s, MapPoint at) {
  return s.use("a building", [&](plan::Site const& site) {
    return plan::place_building(site, plan::ring_of({at, 40, 20, 0}), {{"use", std::string("office")}});
  });
}

inline std::string bytes(Session const& s) {
  plan::Scenario scenario = s.scenario();
  scenario.edits = s.log().edits();
  return to_text(scenario);
}

inline Done use_of(Session& s, char const* parcel, char const* to) {
  return s.use("use", [&](plan::Site const&) {
    return plan::Draft{{plan::testing::set(Layer::parcel, parcel, "use", std::string(to))}, {}};
  });
}

/// Does not answer before `open`.
inline whatif::Engine gated(std::string name, std::atomic<bool> const& open, std::atomic<int>& begun) {
  return engine(std::move(name), [&](whatif::Inputs const& inputs) {
    ++begun;
    while (!open)
      inputs.stop_if_asked();
    return counted(inputs, 0);
  });
}

} // namespace dalian::planner::testing
