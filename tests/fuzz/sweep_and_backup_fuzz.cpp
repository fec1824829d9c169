// libFuzzer target: what twinctl takes from other hosts and from back-ups, told apart by the first byte: a manifest, a
// line of a sweep, numbers of cases. No name of a manifest leads out of its folder; numbers come back as they were
// said.
#include "tests/fuzz/fuzz.hpp"
#include "twin/app/backup.hpp"
#include "twin/app/sweep_hosts.hpp"

#include <algorithm>

using namespace dalian;
using dalian::fuzz::require;

std::vector<std::string> fuzz::seeds() {
  return {R"(m{"schema":1,"made":"2026-11-27T09:00:00Z","version":"0.1.0",
  "files":[{"name":"history/history-2026-11-27.sqlite","bytes":4096,"sha256":"ba7816bf"}]})",
          R"(m{"schema":1,"made":"","version":"","files":[{"name":"a/../../b","bytes":1,"sha256":""}]})",
          R"(l{"case":17,"settings":["campus"],"kpis":{"land.jobs":[1,0,2]},"errors":[],"failed":[]})",
          "n3,7,11-20,40-90/5"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  std::string const text(fuzz::text(data + 1, size - 1));
  if (data[0] == 'm') {
    auto const manifest = app::parse_manifest(text, "m");
    if (!manifest) require(!manifest.error().empty());
    if (manifest)
      for (auto const& file : manifest->files)
        require(("/backup" / std::filesystem::path(file.name)).lexically_normal().string().starts_with("/backup/"));
  } else if (data[0] == 'l') {
    (void)app::case_number(text);
  } else {
    auto const numbers = app::parse_numbers(text, 1000);
    if (!numbers) require(!numbers.error().empty());
    if (numbers) require(*app::parse_numbers(app::numbers_text(*numbers), 1000) == *numbers);
  }
  return 0;
}
