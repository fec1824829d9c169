// libFuzzer target: the list of keys and key files. A list that is read, written and read again is the same.
#include "tests/fuzz/fuzz.hpp"
#include "twin/security/allow_list.hpp"
#include "twin/security/key_file.hpp"

using namespace dalian;
using dalian::fuzz::require;

namespace {

// The example keys of libzmq's documentation of zmq_curve.
constexpr char kPublic[] = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";
constexpr char kSecret[] = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs";

} // namespace

std::vector<std::string> fuzz::seeds() {
  security::AllowList list;
  security::Client client{"harbour", kPublic, security::Role::viewer, "", from_unix_ns(1'790'000'000'000'000'000), {}};
  require(list.add(client).ok());
  auto const keys = std::string("public = \"") + kPublic + "\"\nsecret = \"" + kSecret + "\"\n";
  return {list.to_toml(), "name = \"harbour\"\n" + keys, "name = \"a\"\n" + keys + "server = \"" + kPublic + "\"\n"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const text = fuzz::text(data, size);
  if (auto const list = security::AllowList::parse(text, "clients.toml")) {
    auto const again = security::AllowList::parse(list->to_toml(), "clients.toml");
    require(again && again->to_toml() == list->to_toml());
  }
  auto const file = fuzz::write_file("key.toml", text);
  if (auto const key = security::read_key_file(file)) require(security::read_public_key(file).ok());
  return 0;
}
