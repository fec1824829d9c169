#include "connectors/sumo/fcd_reader.hpp"

#include <cmath>

namespace dalian::sumo {

FcdReader::FcdReader(Counters& outcomes)
    : outcomes_(outcomes), xml_({.begin = [this](std::string_view name, XmlAttributes const& a) { begin(name, a); },
                                 .end = [this](std::string_view name) { end(name); }}) {}

void FcdReader::begin(std::string_view name, XmlAttributes const& attributes) {
  if (name == "timestep") {
    auto const time = attributes.number("time");
    in_step_ = time && std::abs(*time) < kMostTime_s;
    if (!in_step_) return outcomes_.add("step_without_time");
    step_ = {.time_s = *time, .movers = {}, .lights = {}};
  } else if (name == "vehicle" || name == "person") {
    row(attributes, name == "person");
  } else if (name == "container") {
    outcomes_.add("container");
  }
}

void FcdReader::end(std::string_view name) {
  if (name != "timestep" || !in_step_) return;
  in_step_ = false;
  steps_.push_back(std::move(step_));
}

void FcdReader::row(XmlAttributes const& attributes, bool person) {
  if (!in_step_) return outcomes_.add("outside_step");
  auto const id = attributes.text("id");
  if (id.empty()) return outcomes_.add("no_id");
  auto const x = attributes.number("x"), y = attributes.number("y"), angle = attributes.number("angle"),
             speed = attributes.number("speed");
  if (!x || !y) return outcomes_.add("no_position");
  if (!angle || !speed) return outcomes_.add("no_motion");
  if (step_.movers.size() >= kMostRows) return outcomes_.add("too_many");
  outcomes_.add("decoded");
  step_.movers.push_back({std::string(id), std::string(attributes.text("type")), *x, *y, static_cast<float>(*angle),
                          static_cast<float>(*speed), person});
}

bool FcdReader::judge(bool sound) {
  if (!sound) outcomes_.add(xml_.outcome());
  return sound;
}

bool FcdReader::feed(std::string_view bytes) {
  return judge(xml_.feed(bytes));
}

bool FcdReader::finish() {
  if (xml_.finish()) return true;
  outcomes_.add("cut_off");
  return false;
}

} // namespace dalian::sumo
