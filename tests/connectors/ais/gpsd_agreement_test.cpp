// Agreement with gpsd's own expected decoding of its sample file (ntpsec/gpsd test/sample.aivdm, .js.chk scaled,
// .ju.chk unscaled), field by field, for the message types the twin uses. The files are public but not part of this
// repository: without the folder this test is skipped, and decode_test.cpp stands alone.
#include "connectors/ais/json.hpp"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::ais {
namespace {

using nlohmann::json;

std::filesystem::path data_folder() {
  char const* const root = std::getenv("DALIAN_TWIN_DATA");
  return std::filesystem::path(root != nullptr ? root : "../shared/data") / "ais";
}

std::set<int> const kTypes{1, 2, 3, 4, 5, 9, 11, 18, 19, 21, 24, 27};

/// Where this decoder and the reference differ, and why. Every entry must occur.
struct KnownDifference {
  int type;
  std::uint32_t mmsi;
  std::string field;
  json reference_scaled;
  std::string reason;
};
std::vector<KnownDifference> const kKnownDifferences{
    {24, 271041815, "vendorid", "1D00014", "reference reads vendor, model and serial number as 7 characters"},
    {24, 271040660, "vendorid", "1C00045", "reference reads vendor, model and serial number as 7 characters"},
    {1, 244740981, "radio", 1076, "163 bits: reference takes the 14 bits of the radio status that came, we say null"},
};

/// The value of one of our fields as the standard codes it: what was out of range as it was, null as the code of "not
/// available".
double number(json const& ours, std::string const& name, double not_available) {
  auto const& value = ours.at(name);
  if (value.is_boolean()) return value.get<bool>() ? 1 : 0;
  if (value.is_number()) return value.get<double>();
  if (ours.contains("out_of_range") && ours["out_of_range"].contains(name)) return ours["out_of_range"][name];
  return not_available;
}

std::string text(json const& ours, std::string const& name) {
  return ours.at(name).is_null() ? "" : ours[name].get<std::string>();
}

/// Raw M.1371 code of the rate of turn.
int raw_turn(json const& ours) {
  if (ours.at("turning_over_5_deg_per_30_s") == "left") return -127;
  if (ours["turning_over_5_deg_per_30_s"] == "right") return 127;
  if (ours.at("rate_of_turn_deg_per_min").is_null()) return -128;
  double const rate = ours["rate_of_turn_deg_per_min"];
  return static_cast<int>(std::lround(std::copysign(4.733 * std::sqrt(std::abs(rate)), rate)));
}

json turn(json const& ours, bool scaled) {
  int const raw = raw_turn(ours);
  if (!scaled) return raw;
  if (raw == -128) return "n/a";
  if (std::abs(raw) == 127) return raw < 0 ? "fastleft" : "fastright";
  return fmt::format("{:.2f}", ours["rate_of_turn_deg_per_min"].get<double>());
}

double second(json const& ours) {
  std::map<std::string, double> const modes{{"manual_input", 61}, {"dead_reckoning", 62}, {"inoperative", 63}};
  if (ours.at("time_stamp_s").is_number()) return ours["time_stamp_s"];
  auto const mode = modes.find(text(ours, "positioning_mode"));
  return mode == modes.end() ? 60 : mode->second;
}

std::string timestamp(json const& ours) {
  auto const n = [&](char const* name, double na) { return static_cast<int>(number(ours, name, na)); };
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", n("utc_year", 0), n("utc_month", 0), n("utc_day", 0),
                     n("utc_hour", 24), n("utc_minute", 60), n("utc_second", 60));
}

std::string eta(json const& ours) {
  auto const n = [&](char const* name, double na) { return static_cast<int>(number(ours, name, na)); };
  return fmt::format("{:02}-{:02}T{:02}:{:02}Z", n("eta_utc_month", 0), n("eta_utc_day", 0), n("eta_utc_hour", 24),
                     n("eta_utc_minute", 60));
}

double radio(json const& ours) {
  double const selector = ours.contains("communication_state_itdma") && ours["communication_state_itdma"] ? 524'288 : 0;
  return selector + number(ours, "communication_state", -1);
}

/// What the reference should say in a field, from our message. `scale` is 1 against the scaled file, else the units of
/// the last digit.
struct Mapping {
  std::function<json(json const& ours, bool scaled)> expected;
  double tolerance = 1e-9;
};

Mapping plain(std::string name, double not_available, double raw_scale = 1, double tolerance = 1e-9) {
  return {[=](json const& ours, bool scaled) -> json {
            double const value = number(ours, name, not_available);
            return scaled ? value : std::round(value * raw_scale);
          },
          tolerance};
}
Mapping string_field(std::string name) {
  return {[=](json const& ours, bool) -> json { return text(ours, name); }};
}
template <class F>
Mapping special(F f) {
  return {[=](json const& ours, bool) -> json { return f(ours); }};
}

using Table = std::map<std::string, Mapping>;

/// Fields with the same meaning in every message that has them.
Table common_fields() {
  return {
      {"type", plain("message_id", 0)},
      {"repeat", plain("repeat_indicator", 0)},
      {"mmsi", plain("user_id", 0)},
      {"status", plain("navigational_status", 15)},
      {"turn", {turn}},
      {"speed", plain("speed_over_ground_kn", 102.3, 10)},
      {"accuracy", plain("position_accuracy_high", 0)},
      {"lon", plain("longitude_deg", 181, 600'000, 6e-8)}, // both print 7 decimals
      {"lat", plain("latitude_deg", 91, 600'000, 6e-8)},
      {"course", plain("course_over_ground_deg", 360, 10)},
      {"heading", plain("true_heading_deg", 511)},
      {"second", special(second)},
      {"maneuver", plain("special_manoeuvre_indicator", 0)},
      {"raim", plain("raim", 0)},
      {"radio", special(radio)},
      {"timestamp", special(timestamp)},
      {"epfd", plain("position_fixing_device", 0)},
      {"imo", plain("imo_number", 0)},
      {"ais_version", plain("ais_version_indicator", 0)},
      {"callsign", string_field("call_sign")},
      {"shipname", string_field("name")},
      {"name", string_field("name")},
      {"shiptype", plain("type_of_ship_and_cargo", 0)},
      {"to_bow", plain("reference_to_bow_m", 0)},
      {"to_stern", plain("reference_to_stern_m", 0)},
      {"to_port", plain("reference_to_port_m", 0)},
      {"to_starboard", plain("reference_to_starboard_m", 0)},
      {"eta", special(eta)},
      {"draught", plain("maximum_present_static_draught_m", 0, 10)},
      {"destination", string_field("destination")},
      {"dte", plain("dte_not_available", 1)},
      {"assigned", plain("assigned_mode", 0)},
  };
}

Table table_for(int type) {
  Table table = common_fields();
  switch (type) {
  case 9:
    table["alt"] = plain("altitude_m", 4095);
    table["speed"] = plain("speed_over_ground_kn", 1023);
    table["regional"] = plain("reserved_135", 0);
    break;
  case 18:
    table["cs"] = plain("class_b_carrier_sense_unit", 0);
    table["display"] = plain("class_b_display", 0);
    table["dsc"] = plain("class_b_dsc", 0);
    table["band"] = plain("class_b_whole_band", 0);
    table["msg22"] = plain("class_b_message_22", 0);
    [[fallthrough]];
  case 19:
    table["reserved"] = plain("reserved_38", 0);
    table["regional"] = plain("reserved_139", 0);
    break;
  case 21:
    table["aid_type"] = plain("type_of_aid_to_navigation", 0);
    table["regional"] = plain("aton_status", 0);
    table["off_position"] = plain("off_position", 0);
    table["virtual_aid"] = plain("virtual_aton", 0);
    break;
  case 24:
    table["vendorid"] = string_field("vendor_id");
    table["model"] = plain("unit_model_code", 0);
    table["serial"] = plain("unit_serial_number", 0);
    break;
  case 27:
    table["lon"] = plain("longitude_deg", 181, 600, 6e-5); // both print 4 decimals
    table["lat"] = plain("latitude_deg", 91, 600, 6e-5);
    table["speed"] = plain("speed_over_ground_kn", 63);
    table["course"] = plain("course_over_ground_deg", 511);
    table["gnss"] = plain("position_latency_over_5_s", 0);
    break;
  default:
    break;
  }
  return table;
}

bool described_elsewhere(std::string const& field) {
  return field == "class" || field == "device" || field == "scaled" || field.ends_with("_text");
}

bool equal(json const& reference, json const& expected, double tolerance) {
  auto const as_number = [](json const& j) { return j.is_boolean() ? (j.get<bool>() ? 1.0 : 0.0) : j.get<double>(); };
  if (reference.is_string() || expected.is_string()) return reference == expected;
  return std::abs(as_number(reference) - as_number(expected)) <= tolerance;
}

std::vector<json> read_reference(std::string const& file) {
  std::ifstream in(data_folder() / file);
  std::vector<json> rows;
  for (std::string line; std::getline(in, line);)
    if (auto row = json::parse(line); kTypes.contains(row["type"])) rows.push_back(row);
  return rows;
}

/// Our messages as the program prints them. The reference joins the two parts of message 24; so does this.
std::vector<json> decode_sample() {
  std::string out;
  Stream stream(Stream::Kind::recording, [&](Message const& m, Reception const& r) { write_json(m, r, out); });
  std::ifstream in(data_folder() / "gpsd-sample.aivdm");
  for (std::string line; std::getline(in, line);)
    stream.take({line});
  stream.finish();
  EXPECT_EQ(stream.counts().outcomes.sum(), stream.counts().lines);

  std::vector<json> rows;
  std::map<std::uint32_t, json> parts_a;
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) {
    json row = json::parse(line);
    if (row["message_id"] == 24 && row["part_number"] == 0) {
      parts_a[row["user_id"]] = row;
      continue;
    }
    if (row["message_id"] == 24) {
      auto const a = parts_a.find(row["user_id"]);
      if (a == parts_a.end()) continue; // no reference row without a part A
      row["name"] = a->second["name"];
      parts_a.erase(a);
    }
    if (kTypes.contains(row["message_id"])) rows.push_back(row);
  }
  return rows;
}

class GpsdAgreement : public testing::TestWithParam<bool> {};

TEST_P(GpsdAgreement, EveryFieldOfTheUsedTypes) {
  if (!std::filesystem::exists(data_folder() / "gpsd-sample.aivdm"))
    GTEST_SKIP() << "no data: " << data_folder() << " is absent";
  bool const scaled = GetParam();
  auto const reference = read_reference(scaled ? "gpsd-sample.scaled.json" : "gpsd-sample.unscaled.json");
  auto const ours = decode_sample();
  ASSERT_EQ(ours.size(), reference.size());
  ASSERT_GT(reference.size(), 20U);

  std::set<std::string> differences_met;
  int fields = 0;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    json const& row = reference[i];
    Table const table = table_for(row["type"]);
    for (auto const& [field, value] : row.items()) {
      if (described_elsewhere(field)) continue;
      auto const mapping = table.find(field);
      ASSERT_NE(mapping, table.end()) << "no mapping for " << field << " of type " << row["type"];
      json const expected = mapping->second.expected(ours[i], scaled);
      ++fields;
      if (equal(value, expected, mapping->second.tolerance)) continue;
      bool known = false;
      for (auto const& d : kKnownDifferences)
        if (row["type"] == d.type && row["mmsi"] == d.mmsi && field == d.field && value == d.reference_scaled) {
          known = true;
          differences_met.insert(d.field + std::to_string(d.mmsi));
        }
      EXPECT_TRUE(known) << "row " << i << " type " << row["type"] << " mmsi " << row["mmsi"] << ' ' << field
                         << ": reference " << value << ", ours " << expected;
    }
  }
  EXPECT_EQ(differences_met.size(), kKnownDifferences.size()) << "a listed difference no longer occurs";
  EXPECT_GT(fields, 300);
}

INSTANTIATE_TEST_SUITE_P(Reference, GpsdAgreement, testing::Values(true, false),
                         [](auto const& kind) { return std::string(kind.param ? "Scaled" : "Unscaled"); });

} // namespace
} // namespace dalian::ais
