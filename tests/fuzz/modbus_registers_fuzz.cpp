// libFuzzer target: any registers of a device, read as every type in every order, and any record of an answer →
// observations that the twin takes.
#include "connectors/modbus/poll_record.hpp"
#include "connectors/modbus/to_wire.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "twin/wire/codec.hpp"

using namespace dalian;
using namespace dalian::modbus;
using dalian::fuzz::require;

std::vector<std::string> fuzz::seeds() {
  return {std::string("\x42\x26\x00\x00", 4) + "METER 7 ", std::string("\x7f\xf8\0\0\0\0\0\0", 8),
          std::string("\x7f\xc0\0\0\xff\xff\x80\0", 8)};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  Instant const at = from_unix_ns(1'795'168'801'250'000'000);
  connectors::RecordedInput record{.kind = connectors::RecordedInput::Kind::answer, .arrival = at};
  record.bytes = fuzz::text(data, size);
  auto const poll = read_poll(record);
  require(poll.has_value() == (size % 2 == 0));
  if (!poll) return 0;
  auto const& words = std::get<Words>(poll->answer);
  std::vector<wire::Observation> out;
  connectors::Teller teller("meter:1", wire::SENSOR, at, out);
  for (auto const* quantity : {"power_kw", "valve_open", "message"})
    for (auto type = Type::u16; type <= Type::text; type = static_cast<Type>(static_cast<int>(type) + 1))
      for (auto const order : {Order::abcd, Order::cdab, Order::badc, Order::dcba}) {
        Value value;
        value.quantity = *find_quantity(quantity);
        bool const is_text = quantities()[value.quantity].form == ValueForm::text;
        auto const n = type == Type::text ? words.size() : words_of(type);
        if (is_text != (type == Type::text) || words.size() < n || n == 0) continue;
        value.type = type;
        value.order = order;
        value.count = static_cast<std::uint16_t>(n);
        value.scale = 0.001;
        value.missing = {0x7FC00000};
        auto const outcome = tell(value, std::span(words).first(n), at, teller);
        require(outcome == "values" || outcome == "values_missing" || outcome == "values_impossible");
      }
  for (auto const& o : out)
    require(wire::check(o).empty());
  return 0;
}
