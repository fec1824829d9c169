// libFuzzer target: the other TOML files of a twin, told apart by the first byte. What is refused says why.
#include "tests/fuzz/fuzz.hpp"
#include "twin/app/settings.hpp"
#include "twin/fusion/parameters.hpp"
#include "twin/history/retention.hpp"

using namespace dalian;
using dalian::fuzz::require;

std::vector<std::string> fuzz::seeds() {
  return {"f" + read_source("assets/config/fusion.toml"), "f[clocks]\nlimit_s = 2.0\n",
          "r[retention]\nraw_days = 7\nthinned_days = 90\npilots_days = 400\npilot_entities = [\"cv-*\"]\n",
          "s[twin]\nbind = [\"tcp://127.0.0.1:5555\"]\nclock = \"feed\"\nmetrics = \"127.0.0.1:9100\"\n"
          "[limits]\nobservations_per_s = 200000\n"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  auto const text = fuzz::text(data + 1, size - 1);
  if (data[0] == 'f') {
    auto parameters = fusion::default_parameters();
    if (auto const done = fusion::parse_parameters(text, "f", parameters); !done) require(!done.error().empty());
  } else if (data[0] == 'r') {
    if (auto const policy = history::parse_retention(text, "r"); !policy) require(!policy.error().empty());
  } else {
    app::Settings settings;
    auto const done = app::read_settings(fuzz::write_file("twin.toml", text), settings);
    if (!done) require(!done.error().empty());
  }
  return 0;
}
