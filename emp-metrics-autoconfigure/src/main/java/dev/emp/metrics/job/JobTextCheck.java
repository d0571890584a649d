package dev.emp.metrics.job;

import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.VariableReference;

import dev.emp.metrics.InvalidSettingException;

/**
 * Finds in an expression what could never work, so that it stops the start.
 *
 * @param setting the attribute and where it stands
 * @param text the text with the expression
 * @param variables what the expression can name
 */
record JobTextCheck(String setting, String text, Variables variables) {

	/**
	 * Check an expression.
	 * @param root the root of its tree
	 * @return whether it reads the result of the call
	 * @throws InvalidSettingException if it cannot work
	 */
	boolean usesResult(SpelNode root) {
		return usesResult(root, true);
	}

	private boolean usesResult(SpelNode node, boolean atRoot) {
		refuse(node, atRoot);
		boolean usesResult = node instanceof VariableReference && this.variables.index(name(node)) == Variables.RESULT;
		for (int i = 0; i < node.getChildCount(); i++) {
			// what stands behind a dot, or in the brackets of a list, has an object to
			// work on
			boolean childAtRoot = !(node instanceof Projection || node instanceof Selection)
					&& (!(node instanceof CompoundExpression) || i == 0) && atRoot;
			usesResult |= usesResult(node.getChild(i), childAtRoot);
		}
		return usesResult;
	}

	private void refuse(SpelNode node, boolean atRoot) {
		if (node instanceof VariableReference || node instanceof FunctionReference) {
			String name = name(node);
			boolean known = this.variables.knows(name) || name.equals("this");
			if (!known || node instanceof FunctionReference) {
				throw invalid("names #" + name + ", which is not there");
			}
		}
		if (node instanceof BeanReference) {
			throw invalid("names the bean " + node.toStringAST() + ", and beans cannot be named");
		}
		if (atRoot && (node instanceof PropertyOrFieldReference || node instanceof MethodReference)) {
			throw invalid("names " + node.toStringAST() + " without a number sign");
		}
	}

	private static String name(SpelNode node) {
		return node.toStringAST().replaceAll("^#|\\(.*$", "");
	}

	private InvalidSettingException invalid(String reason) {
		return new InvalidSettingException(this.setting, this.text, reason, "Use one of " + this.variables.known()
				+ ". Parameter names are known where the code is compiled with -parameters.");
	}

}
