import Glibc
import Testing

extension Trait where Self == ConditionTrait {
  /// Leaves a test out of `make test-short`.
  static var slow: Self {
    .disabled(if: getenv("DAS_TESTS").map { String(cString: $0) } == "short", "slow")
  }
}
