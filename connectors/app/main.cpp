// twinfeed: reads a protocol of the field and tells the twin. One command a protocol.
#include "connectors/app/program.hpp"

#include <cstdio>
#include <exception>

#include <fmt/format.h>

int main(int argc, char** argv) {
  try {
    return dalian::connectors::run_program({argv + 1, argv + argc});
  } catch (std::exception const& error) {
    fmt::print(stderr, "twinfeed: {}\n", error.what());
    return 1;
  }
}
