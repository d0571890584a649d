package dev.emp.metrics.job;

import java.lang.reflect.Field;
import java.lang.reflect.TypeVariable;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * How an object is reached from a bean.
 *
 * @param end the object
 * @param root what the bean is called
 * @param holder the last object on the path that is not a collection
 * @param field the field of the holder, or null at the beginning
 * @param direct whether the field has the object itself, not a collection with it
 * @param key the last text on the path that is a key of a map, such as the id of a
 * listener
 */
record HolderPath(Object end, String root, Object holder, @Nullable Field field, boolean direct, @Nullable String key) {

	HolderPath(Object end, String root) {
		this(end, root, end, null, true, null);
	}

	/**
	 * Go on to an element of a collection.
	 * @param element the element
	 * @param elementKey its key
	 * @return the longer path
	 */
	HolderPath element(Object element, @Nullable Object elementKey) {
		return new HolderPath(element, this.root, this.holder, this.field, false,
				(elementKey instanceof String text) ? text : this.key);
	}

	/**
	 * Go on to the value of a field.
	 * @param next a field of the object
	 * @param value its value
	 * @return the longer path
	 */
	HolderPath field(Field next, Object value) {
		return new HolderPath(value, this.root, this.end, next, true, this.key);
	}

	/**
	 * As what the holder knows the object.
	 * @return types, of which one is that of the object
	 */
	Stream<Class<?>> types() {
		if (this.field == null) {
			return Stream.of(Object.class);
		}
		return this.direct ? Stream.of(this.field.getType()) : elements(ResolvableType.forField(this.field));
	}

	/**
	 * Say who has the object.
	 * @return the type of the holder, where it is found and, of a listener, its id
	 */
	String place() {
		String type = this.holder.getClass().getName();
		int lambda = type.indexOf("$$Lambda");
		String holder = (lambda > 0) ? type.substring(0, lambda) : type;
		String place = (this.root + " ").startsWith(holder + " ") ? this.root : holder + " of " + this.root;
		// keys of the application's own maps are its own affair
		return (this.key != null && this.root.startsWith("org.springframework.")) ? place + " for '" + this.key + "'"
				: place;
	}

	private static Stream<Class<?>> elements(ResolvableType type) {
		if (type.isArray()) {
			return elements(type.getComponentType());
		}
		// the bound of a type variable may name the variable itself
		return (type.hasGenerics() && !(type.getType() instanceof TypeVariable))
				? Stream.of(type.getGenerics()).flatMap(HolderPath::elements) : Stream.of(type.resolve(Object.class));
	}

}
