#include "connectors/modbus/connection.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <modbus/modbus.h>

namespace dalian::modbus {
namespace {

int read_bits(modbus_t* context, Request const& request, Words& words) {
  std::array<std::uint8_t, MODBUS_MAX_READ_BITS> bits{};
  auto* const read = request.table == Table::coils ? modbus_read_bits : modbus_read_input_bits;
  int const got = read(context, request.address, request.count, bits.data());
  std::copy_n(bits.begin(), words.size(), words.begin());
  return got;
}

int read_words(modbus_t* context, Request const& request, Words& words) {
  auto* const read = request.table == Table::holding_registers ? modbus_read_registers : modbus_read_input_registers;
  return read(context, request.address, request.count, words.data());
}

} // namespace

void Connection::Free::operator()(::_modbus* context) const {
  modbus_close(context);
  modbus_free(context);
}

bool Connection::open(Duration timeout) {
  if (context_) return true;
  std::unique_ptr<::_modbus, Free> context(modbus_new_tcp_pi(address_.host.c_str(), address_.port.c_str()));
  if (!context) return false;
  auto const us = std::chrono::duration_cast<std::chrono::microseconds>(timeout).count();
  modbus_set_response_timeout(context.get(), static_cast<std::uint32_t>(us / 1'000'000),
                              static_cast<std::uint32_t>(us % 1'000'000));
  if (modbus_connect(context.get()) != 0) return false;
  context_ = std::move(context);
  return true;
}

std::variant<Words, Failure> Connection::read(int unit, Request const& request, Duration timeout) {
  if (!open(timeout)) return Failure{"unreachable", modbus_strerror(errno)};
  modbus_set_slave(context_.get(), unit);
  Words words(request.count);
  int const got = holds_bits(request.table) ? read_bits(context_.get(), request, words)
                                            : read_words(context_.get(), request, words);
  if (got == request.count) return words;
  return fail(got < 0 ? errno : EMBBADDATA);
}

/// `error`: as libmodbus leaves it in errno; its own begin at MODBUS_ENOBASE with the exception codes of the protocol.
Failure Connection::fail(int error) {
  int const exception = error - MODBUS_ENOBASE;
  if (exception > 0 && exception < MODBUS_EXCEPTION_MAX)
    return {fmt::format("exception_{}", exception), modbus_strerror(error)};
  context_.reset();
  if (error == ETIMEDOUT) return {"timeout", modbus_strerror(error)};
  bool const gone = error == ECONNRESET || error == EPIPE || error == ECONNREFUSED || error == EBADF;
  return {gone ? "unreachable" : "bad_answer", modbus_strerror(error)};
}

} // namespace dalian::modbus
