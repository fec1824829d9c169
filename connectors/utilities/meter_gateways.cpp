#include "connectors/utilities/meter_gateways.hpp"

#include "connectors/utilities/meter_registers.hpp"

namespace dalian::utilities {
namespace {

constexpr std::size_t kUnits = 200; // behind one gateway: RS-485 lines of 32 … 250

} // namespace

Result<MeterGateways> MeterGateways::open(City const& city, std::string const& host, std::uint16_t first_port) {
  MeterGateways all(city, host);
  auto const meters = city.meters().meters().size();
  for (std::size_t first = 0; first < meters; first += kUnits) {
    auto const port = first_port == 0 ? 0 : static_cast<std::uint16_t>(first_port + all.gateways_.size());
    auto const units = static_cast<unsigned>(std::min(kUnits, meters - first));
    auto gateway = ModbusGateway::open(host, port, units, kMeterRegisters);
    if (!gateway) return Error{gateway.error()};
    all.gateways_.push_back(std::move(*gateway));
  }
  all.update();
  return all;
}

void MeterGateways::update() {
  auto const& meters = city_->meters().meters();
  for (std::size_t i = 0; i < meters.size(); ++i) {
    auto const shown = city_->reading(i);
    gateways_[i / kUnits]->set(static_cast<unsigned>(i % kUnits + 1),
                               shown ? write_registers(meters[i].medium, *shown) : std::vector<std::uint16_t>{});
  }
}

std::string MeterGateways::map(double period_s) const {
  std::string text = "# Synthetic meters: written by twinfeed synth for twinfeed modbus --map\n";
  auto const& meters = city_->meters().meters();
  for (std::size_t i = 0; i < meters.size(); ++i) {
    auto const& meter = meters[i];
    text += fmt::format("\n[[device]]\nentity = \"{}\"\naddress = \"{}:{}\"\nunit = {}\nperiod_s = {}\n"
                        "position = [[{:.6f}, {:.6f}]]\n",
                        meter.entity, host_, gateways_[i / kUnits]->port(), i % kUnits + 1, period_s,
                        meter.place.lon_deg, meter.place.lat_deg);
    for (auto const& f : register_fields(meter.medium))
      text += fmt::format("[[device.value]]\nquantity = \"{}\"\ntable = \"input_registers\"\naddress = {}\ntype = "
                          "\"{}\"\norder = \"{}\"\nscale = {}\n",
                          f.quantity, f.address, f.type, f.order, f.scale);
  }
  return text;
}

} // namespace dalian::utilities
