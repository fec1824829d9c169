#include "connectors/utilities/publications.hpp"

#include "connectors/utilities/sparkplug_writer.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::utilities {
namespace {

struct Topic {
  std::string_view kind, topic; // {} = its id
  double period_s;
};
/// What goes to the broker, and how often. A bay's sensor looks each second: gas is fast.
constexpr std::array kTopics{Topic{"crane", "port/crane/{}", 10},
                             Topic{"gate", "port/gate/{}", 30},
                             Topic{"battery", "energy/battery/{}", 10},
                             Topic{"roof", "energy/solar/{}", 30},
                             Topic{"electrolyser", "hydrogen/electrolyser/{}", 10},
                             Topic{"hydrogen-bay", "hydrogen/bay/{}", 1},
                             Topic{"tide", "sea/tide/{}", 60},
                             Topic{"buoy", "sea/wave/{}", 60}};
constexpr double kTurbine_s = 10, kBirth_s = 60;

struct Metric {
  std::string_view quantity, name;
};
constexpr std::array kMetrics{Metric{"power_kw", "Power/Active"},       Metric{"energy_kwh", "Energy/Total"},
                              Metric{"wind_speed_mps", "Wind/Speed"},   Metric{"wind_from_deg", "Wind/Direction"},
                              Metric{"nacelle_deg", "Nacelle/Heading"}, Metric{"speed_rpm", "Rotor/Speed"}};

std::uint64_t ms(Instant t) {
  return static_cast<std::uint64_t>(to_unix_ns(t) / 1'000'000);
}

std::string device_topic(char const* type, std::string const& device) {
  return fmt::format("spBv1.0/{}/{}/{}/{}", Publications::kGroup, type, Publications::kNode, device);
}

std::vector<SparkplugMetric> metrics_of(Thing const& turbine, std::size_t place) {
  std::vector<SparkplugMetric> out;
  for (std::size_t k = 0; k < kMetrics.size(); ++k)
    for (auto const& value : turbine.values)
      if (value.quantity == kMetrics[k].quantity)
        out.push_back({kMetrics[k].name, place * kMetrics.size() + k, value.value});
  return out;
}

/// By the node; one that is not says nothing.
bool is_reached(Thing const& turbine) {
  return !turbine.values.empty();
}

/// Seven digits: more than any instrument has, and the same text everywhere.
std::string json_of(Thing const& thing, Instant t) {
  std::string json = fmt::format(R"({{"t":"{}","lon":{:.6f},"lat":{:.6f})", format_utc(t, 3), thing.place.lon_deg,
                                 thing.place.lat_deg);
  for (auto const& value : thing.values)
    json += fmt::format(R"(,"{}":{:.7g})", value.quantity, value.value);
  if (!thing.status.empty()) json += fmt::format(R"(,"status":"{}")", thing.status);
  return json + "}";
}

Topic const* topic_of(std::string_view kind) {
  auto const* const it = std::ranges::find(kTopics, kind, &Topic::kind);
  return it == kTopics.end() ? nullptr : it;
}

} // namespace

std::string Publications::will_topic() {
  return fmt::format("spBv1.0/{}/NDEATH/{}", kGroup, kNode);
}

/// Another birth of the same connection is no word about a device that it leaves out: its death is told before.
std::vector<Publication> Publications::births(City const& city, std::uint64_t birth) {
  auto const now = city.now().t;
  auto const things = city.things();
  std::vector<Publication> out;
  if (std::exchange(born_, birth) == birth)
    for (auto const& thing : things)
      if (thing.kind == "turbine" && !is_reached(thing)) tell_turbine(thing, 0, now, out);
  out.push_back({fmt::format("spBv1.0/{}/NBIRTH/{}", kGroup, kNode), sparkplug_node_birth(ms(now), birth)});
  seq_ = 1;
  alive_.clear();
  std::size_t place = 0;
  for (auto const& thing : things) {
    if (thing.kind != "turbine") continue;
    if (is_reached(thing)) out.push_back(device_birth(thing, place, now));
    ++place;
  }
  return out;
}

Publication Publications::device_birth(Thing const& turbine, std::size_t place, Instant t) {
  alive_.insert(turbine.id);
  return {device_topic("DBIRTH", turbine.id), sparkplug_birth(ms(t), next_seq(), metrics_of(turbine, place))};
}

void Publications::tell_turbine(Thing const& turbine, std::size_t place, Instant t, std::vector<Publication>& out) {
  bool const was_alive = alive_.contains(turbine.id);
  if (!is_reached(turbine)) {
    if (was_alive) out.push_back({device_topic("DDEATH", turbine.id), sparkplug_data(ms(t), next_seq(), {})});
    alive_.erase(turbine.id);
  } else if (!was_alive) {
    out.push_back(device_birth(turbine, place, t));
  } else {
    out.push_back({device_topic("DDATA", turbine.id), sparkplug_data(ms(t), next_seq(), metrics_of(turbine, place))});
  }
}

std::vector<Publication> Publications::due(City const& city, std::uint64_t birth) {
  auto const& now = city.now();
  auto const is_due = [&](std::string_view kind, double period_s) {
    auto const period = static_cast<std::int64_t>(std::floor(now.unix_s() / period_s));
    auto const [told, is_new] = told_.try_emplace(std::string(kind), period);
    return is_new || std::exchange(told->second, period) != period;
  };
  auto out = is_due("birth", kBirth_s) ? births(city, birth) : std::vector<Publication>{};
  std::map<std::string_view, bool> due_kinds{{"turbine", is_due("turbine", kTurbine_s)}};
  for (auto const& topic : kTopics)
    due_kinds[topic.kind] = is_due(topic.kind, topic.period_s);
  if (std::ranges::none_of(due_kinds, [](auto const& kind) { return kind.second; })) return out;
  std::size_t place = 0;
  for (auto const& thing : city.things()) {
    if (!due_kinds[thing.kind]) continue;
    if (thing.kind == "turbine")
      tell_turbine(thing, place++, now.t, out);
    else
      out.push_back({fmt::format(fmt::runtime(topic_of(thing.kind)->topic), thing.id), json_of(thing, now.t)});
  }
  return out;
}

std::string Publications::map(City const& city) {
  std::string text = "# Synthetic city: written by twinfeed synth for twinfeed mqtt --map\n";
  auto const things = city.things();
  for (auto const& topic : kTopics) {
    auto const one = std::ranges::find(things, topic.kind, &Thing::kind);
    if (one == things.end()) continue;
    text += fmt::format("\n[[topic]]\nfilter = \"{}\"\nentity = \"{}:{{1}}\"\ntime = \"/t\"\nlon = \"/lon\"\nlat = "
                        "\"/lat\"\n",
                        fmt::format(fmt::runtime(topic.topic), "+"), topic.kind);
    for (auto const& value : one->values)
      text += fmt::format("[[topic.value]]\nquantity = \"{0}\"\nat = \"/{0}\"\n", value.quantity);
    if (!one->status.empty()) text += "[[topic.value]]\nquantity = \"status\"\nat = \"/status\"\n";
  }
  text += fmt::format("\n[[sparkplug]]\ngroup = \"{}\"\nentity = \"turbine:{{device}}\"\n"
                      "ask_rebirth = true\n",
                      kGroup);
  for (auto const& metric : kMetrics)
    text += fmt::format("[[sparkplug.value]]\nquantity = \"{}\"\nmetric = \"{}\"\n", metric.quantity, metric.name);
  return text;
}

} // namespace dalian::utilities
