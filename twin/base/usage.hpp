#pragma once
// What a wrong call of a program is answered with, the same words in all of them.

namespace CLI {
class App;
}

namespace dalian {

/// Lets `program` answer a wrong call with one line – the command it was given to, the word nobody knows and the known
/// one nearest to it, or what is missing – and one that names the help of that command.
void add_usage_message(CLI::App& program);

} // namespace dalian
