/// The element types that model files hold, by their safetensors names. All are little-endian.
enum TensorType: String, CaseIterable {
  case float64 = "F64"
  case int64 = "I64"
  case float32 = "F32"
  case int32 = "I32"
  case uint8 = "U8"

  var size: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .uint8: 1
    }
  }
}

/// A Swift type that can be an element of a tensor.
protocol TensorElement: BitwiseCopyable {
  static var tensorType: TensorType { get }
}

extension Double: TensorElement { static var tensorType: TensorType { .float64 } }
extension Int: TensorElement { static var tensorType: TensorType { .int64 } }
extension Float: TensorElement { static var tensorType: TensorType { .float32 } }
extension Int32: TensorElement { static var tensorType: TensorType { .int32 } }
extension UInt8: TensorElement { static var tensorType: TensorType { .uint8 } }
