#include "connectors/app/synth_feed.hpp"

#include <fmt/format.h>

namespace dalian::connectors {

SynthFeed::SynthFeed(ObservationSink& sink, std::unique_ptr<RoadFeed> roads)
    : sink_(sink), lines_(ais::Stream::Kind::live,
                          [this](ais::Message const& message, ais::Reception const& reception) {
                            converted_.clear();
                            convert_.convert(message, reception, at_, converted_);
                            for (auto& observation : converted_)
                              sink_.publish(std::move(observation));
                          }),
      roads_(std::move(roads)) {}

void SynthFeed::take(synth::SynthItem const& item) {
  at_ = item.at;
  if (roads_) roads_->advance(at_, sink_);
  if (auto const* nmea = std::get_if<std::string>(&item.content)) {
    take_lines(*nmea, item.at);
  } else {
    ++vehicle_reports_;
    sink_.publish(std::get<wire::Observation>(item.content));
  }
}

void SynthFeed::take_lines(std::string_view nmea, Instant at) {
  while (!nmea.empty()) {
    auto const end = nmea.find("\r\n");
    ais::Stream::Line line;
    line.text = nmea.substr(0, end);
    line.arrival = at;
    lines_.take(line);
    nmea.remove_prefix(end == std::string_view::npos ? nmea.size() : end + 2);
  }
}

void SynthFeed::report(bool finished) {
  if (finished) lines_.finish();
  auto const& counts = lines_.counts();
  wire::FeedReport report;
  report.set_protocol("synth");
  report.set_inputs(counts.lines + vehicle_reports_);
  auto& outcomes = *report.mutable_outcomes();
  for (std::size_t k = 0; k < ais::kOutcomeCount; ++k) {
    auto const outcome = static_cast<ais::Outcome>(k);
    if (counts.outcomes[outcome] > 0) outcomes[std::string(ais::name(outcome))] = counts.outcomes[outcome];
  }
  outcomes[std::string(ais::name(ais::Outcome::decoded))] += vehicle_reports_;
  if (roads_)
    for (auto const& [outcome, count] : roads_->outcomes()) {
      outcomes[outcome] += count;
      report.set_inputs(report.inputs() + count);
    }
  auto& details = *report.mutable_details();
  details["nmea_lines"] = counts.lines;
  details["vehicle_reports"] = vehicle_reports_;
  for (std::size_t type = 0; type < counts.by_type.size(); ++type)
    if (counts.by_type[type] > 0) details[fmt::format("type_{}", type)] = counts.by_type[type];
  report.set_finished(finished);
  sink_.report(std::move(report));
}

} // namespace dalian::connectors
