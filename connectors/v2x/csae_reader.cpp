// T/CSAE 53-2020 as JSON: which message it is, by its wrapper, in either dialect.
#include "connectors/common/json_depth.hpp"
#include "connectors/v2x/csae_json.hpp"
#include "connectors/v2x/reader.hpp"

namespace dalian::v2x {
namespace {

using namespace csae;

constexpr std::size_t kMostNested = 32; // the deepest field of MAP lies at 14

using Add = bool (*)(Json const&, Context const&, Facts&);
struct Wrapper {
  char const* name;
  Add add;
};
constexpr std::array kAsn1{Wrapper{"bsmFrame", add_vehicle}, Wrapper{"rsmFrame", add_sightings},
                           Wrapper{"spatFrame", add_signals}, Wrapper{"mapFrame", add_places},
                           Wrapper{"rsiFrame", add_road_events}};
/// `intersections` is itself the list inside a SPAT: the wrapper is the whole message.
constexpr std::array kDris{Wrapper{"bsmDatas", add_vehicle},     Wrapper{"bsm_datas", add_vehicle},
                           Wrapper{"rsms", add_sightings},       Wrapper{"intersections", add_signals},
                           Wrapper{"map", add_places},           Wrapper{"rsiDatas", add_road_events},
                           Wrapper{"rsi_datas", add_road_events}};

/// v2x/v1/rsu/{unit}/…, v2x/v1/signalcontroller/{unit}/…, oc/devices/{unit}/…; of any other topic nothing.
std::string_view unit_of(std::string_view topic) {
  for (std::string_view const before : {"/rsu/", "/signalcontroller/", "/obu/", "oc/devices/"}) {
    auto const at = topic.find(before);
    if (at == topic.npos) continue;
    auto const rest = topic.substr(at + before.size());
    auto const unit = rest.substr(0, rest.find('/'));
    bool const sound = unit.size() <= 32 && std::all_of(unit.begin(), unit.end(), [](unsigned char c) {
                         return std::isalnum(c) != 0 || c == '-' || c == '_';
                       });
    return sound ? unit : std::string_view();
  }
  return {};
}

class CsaeReader final : public Reader {
 public:
  CsaeReader(Dialect dialect, bool speed_in_kmh) {
    context_.dialect = dialect;
    context_.speed_in_kmh = speed_in_kmh;
  }

  std::string_view read(connectors::Packet const& packet, Instant arrival, Facts& out, std::string* json) override {
    auto const text = packet.text();
    if (text.empty()) return "empty";
    if (!connectors::nested_at_most(text, kMostNested)) return "too_deep";
    auto const message = Json::parse(text.begin(), text.end(), nullptr, false);
    if (message.is_discarded() || !message.is_object()) return "bad_json";
    context_.arrival = arrival;
    context_.unit = unit_of(packet.topic);
    auto const outcome = context_.dialect == Dialect::asn1 ? add(message, kAsn1, out) : add(message, kDris, out);
    if (outcome != "decoded") {
      out.clear();
      return outcome;
    }
    if (json != nullptr) *json += message.dump(-1, ' ', false, Json::error_handler_t::replace);
    return outcome;
  }

 private:
  template <std::size_t N>
  std::string_view add(Json const& message, std::array<Wrapper, N> const& wrappers, Facts& out) const {
    for (auto const& [name, add_one] : wrappers) {
      auto const* inside = find(message, {name});
      if (inside == nullptr) continue;
      if (add_one == add_signals && context_.dialect == Dialect::dris) inside = &message;
      if (!inside->is_array()) return add_one(*inside, context_, out) ? "decoded" : "missing_field";
      for (auto const& one : *inside)
        if (!add_one(one, context_, out)) return "missing_field";
      return "decoded";
    }
    return "other_message";
  }

  Context context_;
};

} // namespace

std::unique_ptr<Reader> make_csae_reader(Dialect dialect, bool speed_in_kmh) {
  return std::make_unique<CsaeReader>(dialect, speed_in_kmh);
}

} // namespace dalian::v2x
