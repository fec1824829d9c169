#include "connectors/ngsi/read_entities.hpp"

#include <gtest/gtest.h>

namespace dalian::ngsi {
namespace {

TEST(NgsiDocument, OneEntityAListOrANotification) {
  std::string const entity = R"({"id":"a:1","type":"T","data":7})";
  for (auto const& text :
       {entity, "[" + entity + "]",
        R"({"id":"n:1","type":"Notification","subscriptionId":"s:1","notifiedAt":"2026-11-26T08:00:00Z","data":[)" +
            entity + "]}"}) {
    auto const document = read_entities(text);
    EXPECT_EQ(document.reject, "") << text;
    ASSERT_EQ(document.entities.size(), 1U) << text;
    EXPECT_EQ(document.entities[0].id, "a:1");
  }
  auto const mixed = read_entities(R"([{"id":"a:1","type":"T"},7,{"type":"T"}])");
  EXPECT_EQ(mixed.entities.size(), 1U);
  EXPECT_EQ(mixed.rejects.get("not_an_object"), 1U);
  EXPECT_EQ(mixed.rejects.get("no_id"), 1U);
}

TEST(NgsiDocument, HostileOnesAreRejectedBeforeAnythingIsBuilt) {
  EXPECT_EQ(read_entities(std::string(10'000'000, '[')).reject, "too_deep");
  std::string nested;
  for (int i = 0; i < 100; ++i)
    nested += R"({"a":)";
  EXPECT_EQ(read_entities(nested).reject, "too_deep");
  EXPECT_EQ(read_entities(R"({"id":"a:1","type":"T","x":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"[["})").reject, "");
  for (auto const* text : {"", "{", "nonsense", "\xff\xfe", R"({"a":1)"})
    EXPECT_EQ(read_entities(text).reject, "not_json") << text;
  EXPECT_EQ(read_entities("7").reject, "no_entities");
  std::string many = "[0";
  for (int i = 0; i < 20'000; ++i)
    many += ",0";
  EXPECT_EQ(read_entities(many + "]").reject, "too_many_entities");
}

} // namespace
} // namespace dalian::ngsi
