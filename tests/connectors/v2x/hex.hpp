#pragma once
// Bytes as the tests write them.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::v2x::test {

inline std::vector<std::uint8_t> from_hex(std::string_view digits) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  return bytes;
}

// Worked vectors of public repositories (usdot-jpo-ode/asn1_codec and jpo-ode, riebl/vanetza).
inline constexpr std::string_view kCoreOnly =
    "0014250d4d0c9918eb5c26d0fa1f145efb53239ffffffffff00054a6fdfa1fa1007fff8000000000";
inline constexpr std::string_view kHardBraking =
    "0014505767567EDDDFA3E68037E116658105B0DA9414000070F402B0FD630FA1007F82800000000000A5C01001844EE7040DBF2014904853D0"
    "58FBF201E984D16505BCBEE02AC0563130563BDB04001AA1ED00";
inline constexpr std::string_view kSpat = "001338000817A780000089680500204642B342B34802021A15A955A940181190ACD0ACD20100"
                                          "868555C555C00104342AAE2AAE002821A155715"
                                          "57000";
inline constexpr std::string_view kCam =
    "02024ce0b8903571005a9d4225ee35bbfc824a2446d835a354583be121008302968aaf33f081fe9a103fa0141980";
inline constexpr std::string_view kSpecialVehicle =
    "00145144ad0b7947c2ed9ad2748035a4e8ff880000000fd2229199307d7d07d0b17fff05407d12720038c000fe72c107b001ea88fffeb400"
    "2127c0009000000fdfffe3ffff940734470400004191012010000000";

} // namespace dalian::v2x::test
