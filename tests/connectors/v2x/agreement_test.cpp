// The program on 128 messages that the United States' Department of Transportation published with their XER
// (usdot-jpo-ode/ asn1_codec, data/examples): every field of every message, by name, value and order.
#include "tests/connectors/v2x/twinfeed.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::v2x {
namespace {

using Leaves = std::vector<std::string>; // "name=value" in the order of the message

std::string without_spaces(std::string text) {
  std::erase_if(text, [](unsigned char c) { return std::isspace(c) != 0; });
  return text;
}

void collect(nlohmann::ordered_json const& value, std::string const& name, Leaves& out) {
  if (value.is_object())
    for (auto const& [key, inner] : value.items())
      collect(inner, key, out);
  else if (value.is_array())
    for (auto const& inner : value)
      collect(inner, name, out);
  else
    out.push_back(name + "=" + (value.is_string() ? value.get<std::string>() : value.dump()));
}

/// Leaves of XML elements that follow each other; one list for each outermost element.
std::vector<Leaves> read_xer(std::string const& text) {
  std::vector<Leaves> messages;
  std::vector<std::string> open;
  std::size_t at = 0;
  while ((at = text.find('<', at)) != text.npos) {
    auto const end = text.find('>', at);
    auto const tag = text.substr(at + 1, end - at - 1);
    auto const next = text.find('<', end);
    auto const content = without_spaces(text.substr(end + 1, next == text.npos ? text.npos : next - end - 1));
    if (tag.starts_with('/')) {
      open.pop_back();
    } else if (tag.ends_with('/')) { // an enumeration's value
      messages.back().push_back(open.back() + "=" + tag.substr(0, tag.size() - 1));
    } else {
      if (open.empty()) messages.emplace_back();
      open.push_back(tag);
      if (!content.empty()) messages.back().push_back(tag + "=" + content);
    }
    at = end;
  }
  return messages;
}

TEST(Agreement, EveryFieldOf128MessagesEqualsTheXerBesideThem) {
  char const* const data = std::getenv("DALIAN_TWIN_DATA");
  ASSERT_NE(data, nullptr);
  auto const folder = std::filesystem::path(data) / "v2x";
  std::ifstream xer(folder / "j2735.MessageFrame.128.bsms.xer");
  ASSERT_TRUE(xer) << folder;
  auto const expected = read_xer({std::istreambuf_iterator<char>(xer), {}});
  ASSERT_EQ(expected.size(), 128U);

  auto const ran =
      test::twinfeed("v2x --quiet --out json --file " + (folder / "j2735.MessageFrame.128.bsms.uper").string());
  ASSERT_EQ(ran.status, 0) << ran.out;
  std::istringstream lines(ran.out);
  std::size_t message = 0, fields = 0;
  for (std::string line; std::getline(lines, line); ++message) {
    Leaves got;
    collect(nlohmann::ordered_json::parse(line), "", got);
    ASSERT_LT(message, expected.size());
    EXPECT_EQ(got, expected[message]) << "message " << message;
    fields += got.size();
  }
  EXPECT_EQ(message, 128U);
  EXPECT_EQ(fields, 128U * (26 + 9 * 4 + 2 + 1)); // with 9 points of path, the prediction, the number of part II
}

} // namespace
} // namespace dalian::v2x
