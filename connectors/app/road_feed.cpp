#include "connectors/app/road_feed.hpp"

#include "twin/layout/city_file.hpp"

namespace dalian::connectors {

Result<std::unique_ptr<RoadFeed>> RoadFeed::open(RoadFeedInput const& input) {
  auto plan = roads::read_roads_plan(input.assets / "config/roads.toml");
  if (!plan) return Error{plan.error()};
  auto story = synth::read_day_story(input.assets / "config/day.toml");
  if (!story) return Error{story.error()};
  auto city = layout::read_city(input.assets / "city.pb");
  if (!city) return Error{city.error()};
  auto kept = std::make_unique<layout::City>(std::move(*city));
  roads::SceneInput scene{kept.get(), std::move(*plan), std::move(*story), input.seed, input.start};
  return std::unique_ptr<RoadFeed>(new RoadFeed(std::move(kept), std::move(scene)));
}

RoadFeed::RoadFeed(std::unique_ptr<layout::City> city, roads::SceneInput input)
    : city_(std::move(city)), scene_(std::move(input)) {}

void RoadFeed::skip(Instant now) {
  scene_.advance(now, said_);
  scene_.take_truths();
}

void RoadFeed::advance(Instant now, ObservationSink& sink) {
  said_.clear();
  scene_.advance(now, said_);
  scene_.take_truths(); // nobody keeps them
  for (auto const& datagram : said_) {
    Packet packet;
    packet.bytes = {reinterpret_cast<std::uint8_t const*>(datagram.bytes.data()), datagram.bytes.size()};
    facts_.clear();
    auto const outcome = reader_->read(packet, datagram.at, facts_, nullptr);
    outcomes_.add(outcome);
    if (outcome == "decoded")
      converter_.convert(facts_, datagram.at, [&](wire::Observation o) { sink.publish(std::move(o)); });
  }
}

} // namespace dalian::connectors
