#include "sim/linearizability/history.hpp"

namespace feira::linearizability {

const char* name(Model model) {
  switch (model) {
    case Model::stock:
      return "stock";
    case Model::reg:
      return "register";
    case Model::kv:
      return "kv";
  }
  return "";
}

const char* name(Function function) {
  switch (function) {
    case Function::buy:
      return "buy";
    case Function::restock:
      return "restock";
    case Function::read:
      return "read";
    case Function::write:
      return "write";
    case Function::cas:
      return "cas";
    case Function::get:
      return "get";
    case Function::put:
      return "put";
    case Function::append:
      return "append";
  }
  return "";
}

}  // namespace feira::linearizability
