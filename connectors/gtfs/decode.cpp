#include "connectors/gtfs/decode.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>
#include <nlohmann/json.hpp>

namespace dalian::gtfs {
namespace {

// What the rules look at costs time in proportion; real feeds have some thousands and some hundreds.
constexpr int kMostEntities = 20'000;
constexpr int kMostStopTimes = 1'000;
constexpr int kMostInformed = 10'000;

bool is_within_bounds(proto::FeedMessage const& feed) {
  if (feed.entity_size() > kMostEntities) return false;
  for (auto const& entity : feed.entity())
    if (entity.trip_update().stop_time_update_size() > kMostStopTimes ||
        entity.alert().informed_entity_size() > kMostInformed)
      return false;
  return true;
}

/// The library writes nine digits of a `float`; its mapping asks for the fewest that give the same number back.
void shorten_floats(nlohmann::ordered_json& value) {
  for (auto& [key, field] : value.items()) {
    if (field.is_structured()) {
      shorten_floats(field);
    } else if (field.is_number_float() && key != "odometer") { // the only double
      std::array<char, 32> text{};
      auto const end = std::to_chars(text.data(), text.data() + text.size(), field.get<float>()).ptr;
      double shortest = 0;
      std::from_chars(text.data(), end, shortest);
      field = shortest;
    }
  }
}

} // namespace

Decoded decode(std::string_view bytes) {
  auto const reject = [](std::string_view outcome, std::string reason) {
    return Decoded{nullptr, outcome, std::move(reason)};
  };
  if (bytes.empty()) return reject("empty", "the document is empty");
  if (bytes.size() > kMostFeedBytes) return reject("too_large", fmt::format("more than {} bytes", kMostFeedBytes));
  auto feed = std::make_unique<proto::FeedMessage>();
  if (!feed->ParsePartialFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return reject("malformed", "not a protobuf message of GTFS Realtime");
  if (!feed->IsInitialized())
    return reject("missing_field",
                  fmt::format("required fields are missing: {:.200}", feed->InitializationErrorString()));
  if (!is_within_bounds(*feed)) return reject("too_many_parts", "more entities or stop times than any city has");
  return {std::move(feed), "decoded", {}};
}

std::string to_json(proto::FeedMessage const& feed) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(feed, &json).ok()) return "{}"; // a text that is not UTF-8
  auto value = nlohmann::ordered_json::parse(json, nullptr, false);
  if (value.is_discarded()) return json;
  shorten_floats(value);
  return value.dump();
}

} // namespace dalian::gtfs
