#include "connectors/ngsi/vocabulary.hpp"

#include "twin/base/quantities.hpp"
#include "twin/base/unit_codes.hpp"

#include <gtest/gtest.h>

namespace dalian::ngsi {
namespace {

TEST(NgsiVocabulary, EveryWordLeadsToAQuantityThatItsUnitFits) {
  for (auto const* type :
       {"TrafficFlowObserved", "WaterConsumption", "OffStreetParking", "AirQualityObserved", "WeatherObserved"})
    for (auto const* name :
         {"averageVehicleSpeed", "intensity", "waterConsumption", "availableSpotNumber", "NO2", "pm25", "temperature",
          "relativeHumidity", "atmosphericPressure", "occupancy", "alarmStopsLeaks"}) {
      auto const* const word = find_word(type, name);
      if (word == nullptr) continue;
      auto const place = find_quantity(word->quantity);
      ASSERT_TRUE(place) << word->quantity;
      auto const& q = quantities()[*place];
      EXPECT_EQ(word->unit_code.empty(), q.form != ValueForm::number) << name;
      if (q.form == ValueForm::number) {
        EXPECT_TRUE(convert_unit(1, word->unit_code, q.unit)) << name;
      }
    }
}

TEST(NgsiVocabulary, TypesKeepTheirOwnWordsAndOursAreAlwaysKnown) {
  EXPECT_EQ(find_word("TrafficFlowObserved", "intensity")->quantity, "vehicles_count");
  EXPECT_EQ(find_word("Other", "intensity"), nullptr);
  EXPECT_EQ(find_word("Anything", "power_kw")->quantity, "power_kw");
  EXPECT_EQ(find_word("Anything", "nonsense"), nullptr);
}

} // namespace
} // namespace dalian::ngsi
